package engine.events;

import java.util.concurrent.atomic.AtomicLong;

/** The logical time of a node's events (Lamport 1978). Safe for use by many threads. */
public final class LamportClock {
    private final AtomicLong time = new AtomicLong();

    /** The time of an event fired now: greater than all seen and given out before; the first is 1. */
    public long next() {
        return time.updateAndGet(Math::incrementExact);
    }

    /** Takes note of the time of an event that arrived. */
    public void observe(long seen) {
        time.accumulateAndGet(seen, Math::max);
    }
}
