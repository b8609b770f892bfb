package engine.proposal;

import engine.kv.Batch;
import engine.kv.Operation;
import engine.kv.Origin;
import engine.kv.Outcome;
import engine.kv.State;
import engine.raft.Fate;
import engine.raft.ReplicatedLog;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;

/**
 * The way of operations into the log, and of their outcomes back. An operation that was taken in here is sent to whoever leads,
 * again when another does, and answered when it has been applied here and everybody who reads here sees it.
 *
 * <p>The {@link engine.raft.Machine} of this server says what the log gives it: {@link #applying} first of all in {@code apply} and
 * {@code load}, {@link #published} or {@link #restored} once for each of these, in order, when readers see it, {@link #lead} and
 * {@link #follow} as it is told. Methods may be called on any thread.
 */
public final class Proposals {
    /** Name of the actor of {@link #link} under the guardian of the cluster's system, the same on every server. */
    public static final String NAME = "proposals";

    /** What the actor is told; nobody else makes these. */
    public sealed interface Command {}

    record Submit(
            Operation operation,
            Origin origin,
            long deadline,
            Optional<RequestId> request,
            CompletableFuture<Outcome> answer)
            implements Command {}

    record Await(long given, long deadline, CompletableFuture<Done> read) implements Command {}

    record Use(ReplicatedLog log) implements Command {}

    record Attached(String self, ActorRef<Link.Message> link) implements Command {}

    record Detached(ActorRef<Link.Message> link) implements Command {}

    record Received(Wire message) implements Command {}

    record Lead(long term) implements Command {}

    record Fated(long number, Fate fate) implements Command {}

    record Published(Batch batch, List<Outcome> outcomes, State after) implements Command {}

    record Restored(State state) implements Command {}

    enum Signal implements Command {
        FOLLOW,
        FLUSH,
        TICK,
        STOP
    }

    private final ActorRef<Command> actor;
    private final AtomicLong given;
    private volatile Optional<ReplicatedLog> log = Optional.empty();

    private Proposals(ActorRef<Command> actor, AtomicLong given) {
        this.actor = actor;
        this.given = given;
    }

    /** Starts them, without a log yet: {@code spawn} makes an actor of the agent's own system. */
    public static Proposals start(Function<Behavior<Command>, ActorRef<Command>> spawn, ProposalPorts ports) {
        var given = new AtomicLong();
        return new Proposals(spawn.apply(ProposalActor.create(ports)), given);
    }

    /** From now on this is the log. */
    public void use(ReplicatedLog replicated) {
        log = Optional.of(replicated);
        actor.tell(new Use(replicated));
    }

    /** What a cluster's actor system needs under {@link #NAME}, whenever a new one is started. */
    public Behavior<?> link() {
        return Link.create(actor);
    }

    /**
     * Has an operation done.
     *
     * @param limit how long somebody waits for it
     * @param request of an agent that may ask again; empty for what is asked here alone
     * @return what became of it; fails with {@link ProposalException}
     */
    public CompletionStage<Outcome> submit(
            Operation operation, Origin origin, Duration limit, Optional<RequestId> request) {
        var answer = new CompletableFuture<Outcome>();
        actor.tell(new Submit(operation, origin, deadline(limit), request, answer));
        return answer;
    }

    /** Why an operation would be refused for its size alone; empty when it would not. */
    public static Optional<String> tooLarge(Operation operation, Origin origin) {
        return Outbox.tooLarge(operation, origin);
    }

    /**
     * Done when readers here see all that was committed when this was called.
     *
     * @return fails with {@link engine.raft.NoQuorum} or {@link ProposalException}
     */
    public CompletionStage<Done> barrier(Duration limit) {
        var deadline = deadline(limit);
        return log.map(there -> there.barrier(limit))
                .orElseGet(() -> CompletableFuture.failedStage(ProposalException.behind()))
                .thenCompose(_ -> {
                    // All that counts has been given to the machine here; what is left is that readers see it.
                    var read = new CompletableFuture<Done>();
                    actor.tell(new Await(given.get(), deadline, read));
                    return read;
                });
    }

    private static long deadline(Duration limit) {
        return System.nanoTime() / 1_000_000 + limit.toMillis();
    }

    /** The log gives this server a batch, or a state: nothing has been done with it yet. */
    public void applying() {
        given.incrementAndGet();
    }

    /** This server leads. */
    public void lead(long term) {
        actor.tell(new Lead(term));
    }

    /** This server leads no more. */
    public void follow() {
        actor.tell(Signal.FOLLOW);
    }

    /**
     * Readers see what a batch did.
     *
     * @param outcomes of its commands
     */
    public void published(Batch batch, List<Outcome> outcomes, State after) {
        actor.tell(new Published(batch, outcomes, after));
    }

    /** Readers see a state that came as a whole. */
    public void restored(State state) {
        actor.tell(new Restored(state));
    }

    /** Ends them: whoever waits is told what is known. */
    public void stop() {
        actor.tell(Signal.STOP);
    }
}
