@NullMarked
package engine.cli;

import org.jspecify.annotations.NullMarked;
