package engine.checks;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** When one check runs. */
final class Pace {

    /** Shorter intervals are taken as this one. */
    private static final Duration MIN_INTERVAL = Duration.ofSeconds(1);

    private final Duration first;
    private final Duration interval;
    private final Duration jitter;
    private final RandomGenerator random;
    private Duration second;

    /**
     * Runs that follow one another evenly from the first.
     *
     * @param first time to the first run
     * @param interval from the start of a run to the start of the next, on average
     * @param jitter the most by which that differs, less than the interval
     */
    Pace(Duration first, Duration interval, Duration jitter, RandomGenerator random) {
        this(first, Duration.ZERO, interval, jitter, random);
    }

    private Pace(Duration first, Duration second, Duration interval, Duration jitter, RandomGenerator random) {
        this.first = first;
        this.second = second;
        this.interval = interval;
        this.jitter = jitter;
        this.random = random;
    }

    /** What a definition says. First runs come soon, and so close to one another; the second ones spread over the interval. */
    static Pace of(CheckDefinition definition, RandomGenerator random, FirstRuns firstRuns) {
        var interval = definition.interval().compareTo(MIN_INTERVAL) < 0 ? MIN_INTERVAL : definition.interval();
        var options = definition.options();
        return options.initialDelay()
                .map(delay -> new Pace(delay, interval, options.jitter(), random))
                .orElseGet(() -> new Pace(
                        firstRuns.after(Stagger.firstRun(interval, random), definition.spec()),
                        Stagger.secondRun(interval, random),
                        interval,
                        options.jitter(),
                        random));
    }

    /** Time to the first run. */
    Duration first() {
        return first;
    }

    /** Time from the run that starts now to the next. */
    Duration next() {
        if (second.isPositive()) {
            var once = second;
            second = Duration.ZERO;
            return once;
        }
        long most = jitter.toNanos();
        return most == 0 ? interval : interval.plusNanos(random.nextLong(-most, most + 1));
    }
}
