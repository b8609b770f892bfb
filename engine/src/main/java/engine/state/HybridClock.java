package engine.state;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes stamps that are greater than all that were made or seen here before, and close to wall-clock time. A clock set
 * back does not stop it: the counter goes on from the greatest time seen.
 */
final class HybridClock {
    private static final int COUNTER_BITS = 16;

    private final InstantSource clock;
    private final String writer;
    private final AtomicLong last = new AtomicLong();

    HybridClock(InstantSource clock, String writer) {
        this.clock = clock;
        this.writer = writer;
    }

    /** A stamp greater than all before. */
    Stamp next() {
        var now = clock.millis() << COUNTER_BITS;
        return new Stamp(last.updateAndGet(seen -> Math.max(seen + 1, now)), writer);
    }

    /** A stamp of this writer right after another, whatever the time. */
    Stamp after(Stamp stamp) {
        return new Stamp(stamp.time() + 1, writer);
    }

    /** What the clock on the wall shows. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** About when a stamp was made, by its maker's clock. */
    static Instant instant(Stamp stamp) {
        return Instant.ofEpochMilli(stamp.time() >> COUNTER_BITS);
    }

    /** Takes note of a stamp made elsewhere. */
    void seen(Stamp stamp) {
        last.accumulateAndGet(stamp.time(), Math::max);
    }
}
