package engine.checks;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When a check runs.
 *
 * @param first time to its first run
 * @param interval from the start of a run to the start of the next, on average
 * @param jitter the most by which that differs, less than the interval
 */
record Pace(Duration first, Duration interval, Duration jitter, RandomGenerator random) {

    /** Shorter intervals are taken as this one. */
    private static final Duration MIN_INTERVAL = Duration.ofSeconds(1);

    static Pace of(CheckDefinition definition, RandomGenerator random) {
        var interval = definition.interval().compareTo(MIN_INTERVAL) < 0 ? MIN_INTERVAL : definition.interval();
        var options = definition.options();
        return new Pace(
                options.initialDelay().orElseGet(() -> Stagger.firstRun(interval, random)),
                interval,
                options.jitter(),
                random);
    }

    /** Time from the run that starts now to the next. */
    Duration next() {
        long most = jitter.toNanos();
        return most == 0 ? interval : interval.plusNanos(random.nextLong(-most, most + 1));
    }
}
