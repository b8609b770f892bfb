package engine.link;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait after failed tries: twice as long each time up to a limit, spread so that thousands do not come together. */
record Backoff(Duration first, Duration limit) {

    /** @param failures in a row, at least 1 */
    Duration after(int failures, RandomGenerator random) {
        var doubled = first.toMillis() << Math.min(failures - 1, 20);
        var longest = Math.max(1, Math.min(doubled, limit.toMillis()));
        return Duration.ofMillis(longest / 2 + random.nextLong(longest / 2 + 1));
    }
}
