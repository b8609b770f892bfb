package engine.checks;

import java.time.Duration;

/** When a check that is critical deregisters its service. */
final class Expiry {

    /** A check that was critical for long when it was put has this long to find out how it is now. */
    static final Duration SECOND_CHANCE = Duration.ofMinutes(1);

    private Expiry() {}

    /**
     * How long it still has.
     *
     * @param after what its definition gives it
     * @param passed how long it has been critical, over restarts of the agent too
     */
    static Duration left(Duration after, Duration passed) {
        if (!passed.isPositive()) {
            return after;
        }
        var left = after.minus(passed);
        var least = after.compareTo(SECOND_CHANCE) < 0 ? after : SECOND_CHANCE;
        return left.compareTo(least) < 0 ? least : left;
    }
}
