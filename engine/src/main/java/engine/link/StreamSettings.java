package engine.link;

import java.time.Duration;

/**
 * How both ends keep a stream.
 *
 * @param beat time between signs of life; after three of them without any frame the other side counts as gone
 * @param greeting how long the first frame, and the answer to it, may take
 * @param maxSessions client agents that a server takes
 */
public record StreamSettings(Duration beat, Duration greeting, int maxSessions) {
    /** 800 ms, so that a host that vanished is noticed within 3.2 s; five seconds; ten thousand agents. */
    public static final StreamSettings DEFAULT =
            new StreamSettings(Duration.ofMillis(800), Duration.ofSeconds(5), 10_000);

    /** Beats without any frame after which the other side is gone. */
    static final int SILENT_BEATS = 3;

    public StreamSettings {
        if (!beat.isPositive() || !greeting.isPositive() || maxSessions < 1) {
            throw new IllegalArgumentException("times of a stream and its number of sessions must be above 0");
        }
    }

    /** How long nothing comes from a side that is gone, in words. */
    String silence() {
        return beat.multipliedBy(SILENT_BEATS).toMillis() + " ms";
    }
}
