/** The timers of the actor systems. */
@NullMarked
package engine.timers;

import org.jspecify.annotations.NullMarked;
