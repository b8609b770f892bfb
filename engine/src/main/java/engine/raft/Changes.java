package engine.raft;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.core.NodeImpl;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.entity.Task;
import com.alipay.sofa.jraft.util.ThreadPoolsFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Changes of who votes and who leads, as JRaft makes them. */
final class Changes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Changes.class);
    private static final long AGAIN_MILLIS = 20;
    private static final long NUDGE_MILLIS = 100;
    /** JRaft gives a transfer one election timeout, and goes on leading when it fails. */
    private static final Duration HAND_OVER = Duration.ofSeconds(3);

    private final NodeImpl node;
    private final Supplier<View> view;
    private final Runnable changed;
    private volatile boolean closed;

    /** @param changed told when something may be different */
    Changes(NodeImpl node, Supplier<View> view, Runnable changed) {
        this.node = node;
        this.view = view;
        this.changed = changed;
    }

    CompletionStage<Done> change(Voters.Change change) {
        var now = view.get();
        if (!now.leads()) {
            return CompletableFuture.failedStage(new IllegalStateException(
                    "This server does not lead the log: voters are changed by the one that does."));
        }
        var voter = RaftLog.peer(change.voter());
        LOG.info("voters of the log of keys and sessions: {}", change);
        return switch (change) {
            case Voters.Change.Learn _ -> done(closure -> node.addLearners(List.of(voter), closure));
            // JRaft would go on sending to it as to a learner, and not count its answers.
            case Voters.Change.Promote _ ->
                done(closure -> node.removeLearners(List.of(voter), closure))
                        .thenCompose(_ -> nudged(done(closure -> node.addPeer(voter, closure))));
            case Voters.Change.Remove _ ->
                now.learners().contains(change.voter())
                        ? done(closure -> node.removeLearners(List.of(voter), closure))
                        : done(closure -> node.removePeer(voter, closure));
        };
    }

    /**
     * JRaft finds out that a new voter has caught up when an entry reaches it; when its first answer comes before JRaft has begun to
     * wait for it, only with the next entry.
     */
    private CompletableFuture<Done> nudged(CompletableFuture<Done> change) {
        if (!change.isDone() && !closed) {
            RaftTimers.once(
                    () -> {
                        if (!change.isDone() && node.isLeader(false)) {
                            node.apply(new Task(ByteBuffer.allocate(0), null));
                        }
                        nudged(change);
                    },
                    NUDGE_MILLIS);
        }
        return change;
    }

    /** Asks JRaft for something. */
    CompletableFuture<Done> done(Consumer<Closure> ask) {
        var future = new CompletableFuture<Done>();
        ask.accept(status -> {
            changed.run();
            if (status.isOk()) {
                future.complete(Done.done());
            } else {
                future.completeExceptionally(new IllegalStateException("It was not done: " + status.getErrorMsg()));
            }
        });
        return future;
    }

    CompletionStage<Done> handOver() {
        return handOver(PeerId.ANY_PEER);
    }

    /** @param to the one that is to lead */
    CompletionStage<Done> handOver(PeerId to) {
        if (!view.get().leads() || view.get().voters().size() < 2) {
            return CompletableFuture.completedStage(Done.done());
        }
        var future = new CompletableFuture<Done>().orTimeout(HAND_OVER.toMillis(), TimeUnit.MILLISECONDS);
        ThreadPoolsFactory.runInThread(RaftLog.GROUP, () -> handOver(future, to));
        return future;
    }

    private void handOver(CompletableFuture<Done> future, PeerId to) {
        if (future.isDone() || closed) {
            return;
        }
        var now = view.get();
        if (now.leader().isPresent() && !now.leads()) {
            future.complete(Done.done());
            return;
        }
        if (now.leads() && node.isLeader(false)) {
            // Refused while voters are being changed: then again.
            node.transferLeadershipTo(to);
        }
        RaftTimers.once(() -> handOver(future, to), AGAIN_MILLIS);
    }

    @Override
    public void close() {
        closed = true;
    }
}
