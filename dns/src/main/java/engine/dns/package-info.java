@NullMarked
package engine.dns;

import org.jspecify.annotations.NullMarked;
