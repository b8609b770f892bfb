/** Programs that checks and triggers run: each in a process group of its own, its output capped, its time limited. */
@NullMarked
package engine.process;

import org.jspecify.annotations.NullMarked;
