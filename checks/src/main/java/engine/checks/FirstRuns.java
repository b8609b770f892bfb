package engine.checks;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Keeps thousands of checks that start together, as an agent's do, from running together: of those whose first run is left to
 * chance, no more than 500 a second run for the first time, of programs 100.
 */
final class FirstRuns {

    private static final Duration PROBE = Duration.ofMillis(2);
    private static final Duration PROGRAM = Duration.ofMillis(10);

    private final InstantSource clock;
    /** Before this as many run as may. */
    private Instant free = Instant.MIN;

    FirstRuns(InstantSource clock) {
        this.clock = clock;
    }

    /** Time to the first run of a check that starts now: {@code wanted}, or more where many have started just before. */
    Duration after(Duration wanted, CheckSpec spec) {
        var now = clock.instant();
        var begin = free.isAfter(now) ? free : now;
        free = begin.plus(isProgram(spec) ? PROGRAM : PROBE);
        var least = Duration.between(now, begin);
        return wanted.compareTo(least) < 0 ? least : wanted;
    }

    private static boolean isProgram(CheckSpec spec) {
        return spec instanceof CheckSpec.Script
                || spec instanceof CheckSpec.Docker
                || spec instanceof CheckSpec.OsService;
    }
}
