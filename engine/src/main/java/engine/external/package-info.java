/** Checks of nodes without an agent: which there are, who probes which, and the probing. */
@NullMarked
package engine.external;

import org.jspecify.annotations.NullMarked;
