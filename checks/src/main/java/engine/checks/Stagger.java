package engine.checks;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Spreads the first runs of checks, so that hundreds started together do not probe together. */
final class Stagger {

    private static final Duration MOST_OF_LEAST = Duration.ofSeconds(3);
    private static final Duration MOST = Duration.ofSeconds(15);

    private Stagger() {}

    /** Time to the first run: uniform from interval / 20 (3 s at most) to interval / 4 (15 s at most). */
    static Duration firstRun(Duration interval, RandomGenerator random) {
        long least = shorter(interval.dividedBy(20), MOST_OF_LEAST).toNanos();
        long most = shorter(interval.dividedBy(4), MOST).toNanos();
        return Duration.ofNanos(random.nextLong(least, most + 1));
    }

    /**
     * Time from the first run to the second: uniform from interval / 10 to the interval. First runs come close to one another;
     * from the second on checks are spread over the whole interval.
     */
    static Duration secondRun(Duration interval, RandomGenerator random) {
        long most = interval.toNanos();
        return Duration.ofNanos(random.nextLong(most / 10, most + 1));
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
