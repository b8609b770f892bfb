package engine.events;

import java.time.Duration;

/**
 * How often a run that fails is tried again. The pause doubles from one attempt to the next.
 *
 * @param attempts starts in all, at least 1
 * @param backoff the first pause
 * @param maxBackoff the longest pause
 */
public record Retry(int attempts, Duration backoff, Duration maxBackoff) {
    /** One attempt. */
    public static final Retry NONE = new Retry(1, Duration.ofSeconds(1), Duration.ofSeconds(30));

    private static final int MAX_DOUBLINGS = 30;

    public Retry {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be >= 1, was " + attempts);
        }
        if (!backoff.isPositive() || maxBackoff.compareTo(backoff) < 0) {
            throw new IllegalArgumentException("backoff must be > 0 and not longer than max-backoff");
        }
    }

    /** The pause after the {@code attempt}th start has failed. */
    Duration pause(int attempt) {
        var pause = backoff.multipliedBy(1L << Math.min(attempt - 1, MAX_DOUBLINGS));
        return pause.compareTo(maxBackoff) < 0 ? pause : maxBackoff;
    }
}
