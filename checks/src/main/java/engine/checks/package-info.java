@NullMarked
package engine.checks;

import org.jspecify.annotations.NullMarked;
