/** Sends the metrics of each interval to servers that speak StatsD's or DogStatsD's protocol. Knows the metrics alone. */
@NullMarked
package engine.telemetry.statsd;

import org.jspecify.annotations.NullMarked;
