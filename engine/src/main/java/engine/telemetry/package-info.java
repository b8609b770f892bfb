/**
 * What an agent shows of itself from outside: gauges of the process, of the state and of the log, intervals, and whether it is
 * ready. Knows the metrics and the state alone; what else it reads is given to it.
 */
@NullMarked
package engine.telemetry;

import org.jspecify.annotations.NullMarked;
