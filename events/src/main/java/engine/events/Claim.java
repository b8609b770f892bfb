package engine.events;

import java.time.Duration;
import java.time.Instant;

/**
 * What one node of a datacenter runs.
 *
 * @param key what it runs the trigger for: the same on every node that saw the same
 * @param at when that was
 * @param blur how far apart the times of two nodes may lie for the same thing, where the key alone cannot tell this time from an
 *     earlier one; zero where it can
 */
public record Claim(String trigger, String key, Instant at, Duration blur) {
    public Claim {
        if (blur.isNegative()) {
            throw new IllegalArgumentException("blur must be >= 0, was " + blur);
        }
    }

    /** What stands for a run of {@code event} in the datacenter. */
    static Claim of(Event event, String trigger) {
        return event.cause()
                .map(cause -> new Claim(trigger, cause.claim(), event.firedAt(), cause.blur()))
                .orElseGet(() -> new Claim(trigger, event.id(), event.firedAt(), Duration.ZERO));
    }
}
