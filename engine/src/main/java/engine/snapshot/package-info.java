/** Archives of the whole state: written while the agent runs, verified, and put back. */
@NullMarked
package engine.snapshot;

import org.jspecify.annotations.NullMarked;
