package cluster;

import java.time.Duration;

/** Time that passes. */
final class Pause {
    private Pause() {}

    static void of(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted");
        }
    }

    static void seconds(double seconds) {
        of(Duration.ofMillis((long) (seconds * 1000)));
    }
}
