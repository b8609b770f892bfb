/**
 * What is counted and timed in this process. {@link Metrics} names all of it, so that all of it is shown from the first scrape
 * on; {@link Registry} holds it; {@link PrometheusText} writes it. Depends on no other module: every module may count.
 */
@NullMarked
package engine.metrics;

import org.jspecify.annotations.NullMarked;
