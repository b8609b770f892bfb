package engine.cli;

import java.time.Duration;

/**
 * How long a session surely lives, by this machine's clock: its time to live counts from before it was last renewed.
 *
 * @param since {@link System#nanoTime} at which the last renewal that succeeded was sent
 */
record Lease(Duration ttl, long since) {

    /** Three tries fit into the time to live. */
    Duration between() {
        return ttl.dividedBy(3);
    }

    Lease renewed(long sent) {
        return new Lease(ttl, sent);
    }

    /** The time that is left at a point in time, not below zero. */
    Duration left(long now) {
        var left = ttl.minusNanos(now - since);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
