package engine.raft;

import com.alipay.sofa.jraft.Node;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.closure.ReadIndexClosure;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Those who wait to read what is committed now: the leader asks a majority whether it still leads, for all that wait together. */
final class Barriers implements AutoCloseable {
    private static final long AGAIN_MILLIS = 20;

    private final Node node;
    private final Supplier<View> view;
    private final Map<Long, CompletableFuture<Long>> reading = new ConcurrentHashMap<>();
    private final AtomicLong readers = new AtomicLong();
    private volatile boolean closed;

    Barriers(Node node, Supplier<View> view) {
        this.node = node;
        this.view = view;
    }

    CompletionStage<Long> barrier(Duration limit) {
        var future = new CompletableFuture<Long>();
        var end = System.nanoTime() + limit.toNanos();
        var late = RaftTimers.once(() -> future.completeExceptionally(noQuorum(limit)), Math.max(1, limit.toMillis()));
        var reader = readers.incrementAndGet();
        reading.put(reader, future);
        future.whenComplete((_, _) -> {
            late.cancel(false);
            reading.remove(reader);
        });
        ask(future, end);
        return future;
    }

    /** Again and again: a new leader cannot answer before it has committed something of its own. */
    private void ask(CompletableFuture<Long> future, long end) {
        if (future.isDone() || closed || System.nanoTime() - end >= 0) {
            return;
        }
        try {
            node.readIndex(new byte[0], new ReadIndexClosure() {
                @Override
                public void run(Status status, long index, byte[] context) {
                    if (status.isOk()) {
                        future.complete(index);
                    } else {
                        RaftTimers.once(() -> ask(future, end), AGAIN_MILLIS);
                    }
                }
            });
        } catch (IllegalStateException _) {
            future.completeExceptionally(ended());
        }
    }

    private NoQuorum noQuorum(Duration limit) {
        var seconds = limit.toMillis() / 1_000.0;
        return new NoQuorum(
                view.get().leader().isEmpty()
                        ? "No quorum: no leader has been found within %.1f s.".formatted(seconds)
                        : "No quorum: no majority of the %d voters has answered within %.1f s."
                                .formatted(view.get().voters().size(), seconds));
    }

    /** Whoever waits is told that there is nobody to answer. */
    @Override
    public void close() {
        closed = true;
        reading.values().forEach(future -> future.completeExceptionally(ended()));
    }

    private static NoQuorum ended() {
        return new NoQuorum("No quorum: this server ends.");
    }
}
