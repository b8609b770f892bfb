/** Reaching the actors of other servers. */
@NullMarked
package engine.remote;

import org.jspecify.annotations.NullMarked;
