package engine.events;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
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

    private static final long COUNTER_MASK = (1L << COUNTER_BITS) - 1;
    private static final long VERSION = 7L << COUNTER_BITS;
    private static final long VARIANT = 0b10L << 62;
    private static final Duration MAX_AHEAD = Duration.ofHours(1);

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

    /**
     * Takes note of an id made elsewhere: those made here from now on are greater, also where this clock is behind. One that
     * is more than an hour ahead of it is the other's error, and must not spread.
     */
    public void observe(String id) {
        long limit = (clock.millis() + MAX_AHEAD.toMillis()) << COUNTER_BITS;
        stamp(id).filter(seen -> seen < limit).ifPresent(seen -> latest.accumulateAndGet(seen, Math::max));
    }

    /** The time that an id was made at, by the clock of its node; empty for one that is no UUIDv7. */
    public static Optional<Instant> time(String id) {
        return stamp(id).map(stamp -> Instant.ofEpochMilli(stamp >>> COUNTER_BITS));
    }

    /** The id of what happened at an instant: the same for the same, wherever and how often it is made. */
    public static String of(Instant at, String... what) {
        try {
            var hash = MessageDigest.getInstance("SHA-256")
                    .digest(String.join("\0", what).getBytes(StandardCharsets.UTF_8));
            var random = ByteBuffer.wrap(hash);
            long most = Math.max(0, at.toEpochMilli()) << 16 | VERSION | (random.getLong() & COUNTER_MASK);
            return new UUID(most, VARIANT | random.getLong() >>> 2).toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<Long> stamp(String id) {
        try {
            var uuid = UUID.fromString(id);
            long most = uuid.getMostSignificantBits();
            return uuid.version() == 7 && uuid.variant() == 2
                    ? Optional.of((most >>> 16 << COUNTER_BITS) | (most & COUNTER_MASK))
                    : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** A new id. */
    public String next() {
        long fresh = clock.millis() << COUNTER_BITS | random.nextInt(COUNTER_SEEDS);
        long stamp = latest.updateAndGet(previous -> Math.max(previous + 1, fresh));
        long millis = stamp >>> COUNTER_BITS;
        long counter = stamp & COUNTER_MASK;
        return new UUID(millis << 16 | VERSION | counter, VARIANT | random.nextLong() >>> 2).toString();
    }
}
