package engine.raft;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.apache.pekko.util.ByteString;

/**
 * The log of an agent that keeps nothing and is alone: what is proposed is applied at once. Whoever proposes applies what waits, its
 * own and that of others; nobody waits for another.
 */
public final class SoloLog implements ReplicatedLog {
    private static final long TERM = 1;

    private final Machine machine;
    private final String self;
    private final Queue<Proposal> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private volatile long applied;
    private volatile boolean closed;

    private record Proposal(ByteString entry, Consumer<Fate> told) {}

    private SoloLog(String node, Machine machine) {
        this.self = VoterId.make(node).toString();
        this.machine = machine;
    }

    /** @param node id of this node */
    public static SoloLog start(String node, Machine machine) {
        var log = new SoloLog(node, machine);
        machine.lead(TERM);
        return log;
    }

    @Override
    public void propose(ByteString entry, Consumer<Fate> told) {
        waiting.add(new Proposal(entry, told));
        if (count.getAndIncrement() != 0) {
            return;
        }
        do {
            apply(waiting.remove());
        } while (count.decrementAndGet() != 0);
    }

    private void apply(Proposal proposal) {
        if (closed) {
            proposal.told().accept(Fate.REFUSED);
            return;
        }
        var index = applied + 1;
        machine.apply(index, proposal.entry());
        applied = index;
        proposal.told().accept(Fate.COMMITTED);
    }

    @Override
    public CompletionStage<Long> barrier(Duration limit) {
        return CompletableFuture.completedStage(applied);
    }

    @Override
    public View view() {
        return new View(self, self, Optional.of(new View.Leader(self, "")), TERM, List.of(self), List.of(), applied);
    }

    @Override
    public CompletionStage<Done> change(Voters.Change change) {
        return CompletableFuture.failedStage(
                new IllegalStateException("An agent that keeps nothing has no other voters."));
    }

    @Override
    public CompletionStage<Done> handOver() {
        return CompletableFuture.completedStage(Done.done());
    }

    @Override
    public void reset(Set<String> voters) {
        if (!voters.equals(Set.of(self))) {
            throw new IllegalArgumentException("An agent that keeps nothing has no other voters.");
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
