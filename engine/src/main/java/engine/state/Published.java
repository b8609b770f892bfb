package engine.state;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The picture that reads are answered from, and who wants to be told when there is a new one. Reading takes no lock. */
public final class Published {
    private static final Logger LOG = LoggerFactory.getLogger(Published.class);

    private volatile Snapshot current;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    Published(Snapshot first) {
        this.current = first;
    }

    /**
     * The picture that {@link Store#create} will publish to.
     *
     * @param index where its index goes on; above every index in {@code kept} in any case
     * @param kept the state as it was before a restart: every bucket
     */
    public static Published from(long index, Iterable<Bucket> kept) {
        var greatest = 0L;
        for (var bucket : kept) {
            for (var pair : bucket.entries()) {
                greatest = Math.max(greatest, pair.getValue().modifyIndex());
            }
        }
        return new Published(Snapshot.startingAt(Math.max(index, greatest + 1)).filled(kept));
    }

    /** The latest picture. */
    public Snapshot current() {
        return current;
    }

    /** Tells {@code listener} of every picture from now on. */
    public void subscribe(Listener listener) {
        listeners.add(listener);
    }

    void publish(Snapshot next, List<Change> changes) {
        var before = current;
        current = next;
        for (var listener : listeners) {
            try {
                listener.published(before, next, changes);
            } catch (RuntimeException e) {
                // One listener's bug must not keep the others from being told, nor end the store that calls here.
                LOG.error("a listener of state changes failed", e);
            }
        }
    }

    /** Called in order, one call at a time, after reads already see the new picture. Must not block. */
    @FunctionalInterface
    public interface Listener {
        /** Some entries changed, or, without any, what the log says of conflicts. */
        void published(Snapshot before, Snapshot after, List<Change> changes);
    }
}
