package engine.cluster;

import java.time.Duration;
import java.time.Instant;

/**
 * Notices that this process stood still: nobody was heard meanwhile, which says nothing about the others. They have some time then
 * to be heard again. A clock that jumps ahead looks the same, and does no harm.
 */
final class Standstill {
    /** How often {@link #look} is to be called at least. */
    static final Duration LOOK = Duration.ofMillis(500);
    /** Longer than any pause of a process that has its share of a processor; as long as it takes to find others silent. */
    private static final Duration STILL = Duration.ofMillis(1500);
    /** Heartbeats go out each half a second, and connections that have ended meanwhile are made anew. */
    private static final Duration LISTEN = Duration.ofSeconds(3);

    private Instant looked;
    private Instant until;

    Standstill(Instant now) {
        looked = now;
        until = now;
    }

    /** The process runs. */
    void look(Instant now) {
        if (Duration.between(looked, now).compareTo(STILL) > 0) {
            until = now.plus(LISTEN);
        } else if (now.isBefore(looked)) {
            until = now;
        }
        looked = now;
    }

    /** Whether others may not have been heard yet after a standstill. */
    boolean listens(Instant now) {
        return now.isBefore(until);
    }
}
