package engine.metrics;

import java.util.concurrent.atomic.LongAdder;

/** How often something has happened since the process began. For any thread; costs about as much as a local increment. */
public final class Counter {
    private final LongAdder total = new LongAdder();
    private long atTick;
    private volatile long shown = -1;

    /** One more. */
    public void increment() {
        total.increment();
    }

    /** So many more; not negative. */
    public void add(long more) {
        total.add(more);
    }

    /** Of all time. */
    public long total() {
        return total.sum();
    }

    /** Of the last interval that is over; before there is one, of the present one. */
    public long interval() {
        var whole = shown;
        return whole < 0 ? total.sum() : whole;
    }

    /** Ends an interval. Called by one thread at a time. */
    void tick() {
        var now = total.sum();
        shown = now - atTick;
        atTick = now;
    }
}
