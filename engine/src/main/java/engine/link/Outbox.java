package engine.link;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The frames that wait for their turn on a connection, bounded by number and by bytes. Any thread may use it; the connection's takes
 * from it.
 */
final class Outbox {
    static final int MAX_FRAMES = 4096;
    static final int MAX_BYTES = 4 << 20;

    /** Below this a connection is not behind: more may be prepared for it. */
    static final int LOW_BYTES = 256 << 10;

    private final Queue<ByteString> frames = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicInteger bytes = new AtomicInteger();
    private final AtomicBoolean called = new AtomicBoolean();
    private final AtomicReference<State> state = new AtomicReference<>(State.Open.INSTANCE);
    private final Runnable call;

    /** The connection's. */
    private boolean isDrained;

    /** What it is good for. */
    sealed interface State {
        enum Open implements State {
            INSTANCE
        }

        /** What waits goes, nothing more comes, then the connection ends. */
        enum Completing implements State {
            INSTANCE
        }

        /** The connection ends at once. */
        record Aborted(String why) implements State {}

        /** There is no connection any more. */
        enum Ended implements State {
            INSTANCE
        }
    }

    /** @param call has the connection look what there is; called once until it {@link #look}s */
    Outbox(Runnable call) {
        this.call = call;
    }

    /** False where the other side does not read fast enough, and where the connection has ended: it is to be given up. */
    boolean offer(ByteString frame) {
        // The first frame goes whatever its size.
        if (isClosed() || (bytes.get() > 0 && bytes.get() + frame.size() > MAX_BYTES)) {
            return false;
        }
        if (count.incrementAndGet() > MAX_FRAMES) {
            count.decrementAndGet();
            return false;
        }
        bytes.addAndGet(frame.size());
        frames.add(frame);
        call();
        return true;
    }

    /** Whether more can be prepared. */
    boolean isLow() {
        return bytes.get() < LOW_BYTES;
    }

    /** Whether the connection has ended, or is ending. */
    boolean isClosed() {
        return state.get() != State.Open.INSTANCE;
    }

    boolean isEmpty() {
        return bytes.get() == 0;
    }

    /** Ends the connection when everything is sent. */
    void complete() {
        if (state.compareAndSet(State.Open.INSTANCE, State.Completing.INSTANCE)) {
            call();
        }
    }

    /** Ends the connection now. */
    void abort(String why) {
        var before = state.getAndUpdate(
                now -> now instanceof State.Open || now instanceof State.Completing ? new State.Aborted(why) : now);
        if (before instanceof State.Open || before instanceof State.Completing) {
            call();
        }
    }

    private void call() {
        if (called.compareAndSet(false, true)) {
            call.run();
        }
    }

    /** The connection looks: what comes from now on calls it again. */
    State look() {
        called.set(false);
        return state.get();
    }

    /** The next frame, which is the connection's from now on. */
    Optional<ByteString> poll() {
        @Nullable ByteString frame = frames.poll();
        if (frame == null) {
            return Optional.empty();
        }
        count.decrementAndGet();
        var left = bytes.addAndGet(-frame.size());
        isDrained |= left < LOW_BYTES && left + frame.size() >= LOW_BYTES;
        return Optional.of(frame);
    }

    /** Whether what waits has become little since the last call; whoever saw that it was much is told by this that it is not. */
    boolean drained() {
        var was = isDrained;
        isDrained = false;
        return was;
    }

    /** The connection has ended; what waits is dropped. */
    void end() {
        state.set(State.Ended.INSTANCE);
        frames.clear();
    }
}
