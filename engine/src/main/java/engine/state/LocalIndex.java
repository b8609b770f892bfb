package engine.state;

import java.util.concurrent.atomic.AtomicLong;

/** This node's own index: the source of ModifyIndex for what is written here. Greater than 0, never goes back. */
final class LocalIndex {
    private final AtomicLong last;

    LocalIndex(long last) {
        this.last = new AtomicLong(Math.max(1, last));
    }

    long next() {
        return last.incrementAndGet();
    }

    /** Takes note of an index that something became part of the state with. */
    void seen(long index) {
        last.accumulateAndGet(index, Math::max);
    }

    long last() {
        return last.get();
    }
}
