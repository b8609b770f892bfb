package engine.events;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Makes event ids: UUIDv7 (RFC 9562) in canonical text, each greater as text than all before it from the same object,
 * also while the clock stands still or goes back. Safe for use by many threads.
 */
public final class EventIds {
    /** Width of rand_a, which holds a counter here (RFC 9562, section 6.2, method 1). */
    private static final int COUNTER_BITS = 12;

    /** A fresh millisecond starts its counter in the lower half, so that it rarely overflows. */
    private static final int COUNTER_SEEDS = 1 << (COUNTER_BITS - 1);

    private final InstantSource clock;
    private final RandomGenerator random;

    /** Milliseconds and counter of the latest id; a counter that overflows runs into the next millisecond. */
    private final AtomicLong latest = new AtomicLong();

    private EventIds(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** Ids that nobody can guess. */
    public static EventIds of(InstantSource clock) {
        return new EventIds(clock, new SecureRandom());
    }

    /**
     * Ids that repeat with the seed of {@code random}.
     *
     * @param random safe for use by many threads if this is used so
     */
    public static EventIds of(InstantSource clock, RandomGenerator random) {
        return new EventIds(clock, random);
    }

    /** A new id. */
    public String next() {
        long fresh = clock.millis() << COUNTER_BITS | random.nextInt(COUNTER_SEEDS);
        long stamp = latest.updateAndGet(previous -> Math.max(previous + 1, fresh));
        long millis = stamp >>> COUNTER_BITS;
        long counter = stamp & ((1 << COUNTER_BITS) - 1);
        long version = 7L << COUNTER_BITS;
        long variant = 0b10L << 62;
        return new UUID(millis << 16 | version | counter, variant | random.nextLong() >>> 2).toString();
    }
}
