package engine.events;

import java.time.Duration;

/**
 * Runs once for a burst of events, with the last of them.
 *
 * @param quiet a burst is over when nothing came for this long
 * @param period or when this long has passed since its first event
 */
public record Debounce(Duration quiet, Duration period) {
    public Debounce {
        if (!quiet.isPositive()) {
            throw new IllegalArgumentException("quiet must be > 0, was " + quiet);
        }
        if (period.compareTo(quiet) < 0) {
            throw new IllegalArgumentException("period must not be shorter than quiet");
        }
    }
}
