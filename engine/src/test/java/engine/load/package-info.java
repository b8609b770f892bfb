/** Programs that put load on an agent, run by hand and by {@code bin/test/cluster-bench}. */
@NullMarked
package engine.load;

import org.jspecify.annotations.NullMarked;
