/** The machine that an agent runs on, as the system tells of it. */
@NullMarked
package engine.host;

import org.jspecify.annotations.NullMarked;
