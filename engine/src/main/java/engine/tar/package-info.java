/** Tar archives, as far as they are needed. */
@NullMarked
package engine.tar;

import org.jspecify.annotations.NullMarked;
