package engine.state;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ddata.Replicator;
import org.apache.pekko.pattern.StatusReply;
import org.jspecify.annotations.Nullable;

/**
 * The one way in which a server's state changes. Writes go to the replicator; whatever that holds anew, from here or from
 * another server, is learned once it is durable, applied to the snapshot and published. A write is acknowledged after that, so
 * that it is visible to the next read here, and sent to the other servers at once.
 */
public final class Store {

    /** What the store is asked. */
    public sealed interface Command {}

    /**
     * Does all of {@code ops}; those on one bucket happen together or not at all. The answer is whether all conditions held;
     * an error means that it is not known what was written.
     */
    public record Write(List<Op> ops, ActorRef<StatusReply<Boolean>> replyTo) implements Command {}

    /** Removes a node from the catalog with its services and checks. */
    public record DeleteNode(String node, ActorRef<StatusReply<Boolean>> replyTo) implements Command {
        public DeleteNode {
            node = new Key.Node(node).node();
        }
    }

    /** Removes a service from the catalog with its checks. */
    public record DeleteService(String node, String id, ActorRef<StatusReply<Boolean>> replyTo) implements Command {
        public DeleteService {
            var key = new Key.Service(node, id);
            node = key.node();
            id = key.id();
        }
    }

    /**
     * Makes a node's services and checks in the catalog those of {@code wanted}, which its agent says it has, and puts whatever
     * else {@code wanted} has; no index moves where nothing differs.
     */
    public record Own(String node, List<Op.Put> wanted, ActorRef<StatusReply<Boolean>> replyTo) implements Command {
        public Own {
            node = new Key.Node(node).node();
        }
    }

    /** Writes what a probe found into the check that it was made for; the answer is whether that was still there. */
    public record Find(Finding finding, ActorRef<StatusReply<Boolean>> replyTo) implements Command {}

    /**
     * Has an agent stand as {@code member} says. One that is not alive is believed only of the server that it is attached to:
     * meanwhile it may have gone to another.
     */
    public record Stand(Value.Member member, ActorRef<StatusReply<Boolean>> replyTo) implements Command {}

    /**
     * Sets and removes checks that each server works out for itself, such as a node's liveness: shown, never replicated.
     */
    public record Derive(List<Value.Check> checks, List<Key.Check> gone, ActorRef<Done> replyTo) implements Command {
        public Derive {
            // A name that can be none fails here, at the one who asks, and not in the store.
            checks.forEach(check -> new Key.Check(check.node(), check.id()));
        }
    }

    /**
     * Shows what was decided elsewhere, by the order of the log: it is never replicated from here.
     *
     * @param settlement what the log says of writes without the majority, where it says anything new
     * @param before run before reads see it
     * @param shown run when they do
     */
    public record Show(List<Change> changes, Optional<Settlement> settlement, Runnable before, Runnable shown)
            implements Command {}

    /**
     * Shows the same of a transaction that changed the catalog too, all at once; {@code catalog} is merged as if another server had
     * sent it.
     *
     * @param kept run when that is as durable as it gets here
     */
    public record ShowWith(Show show, Delta catalog, Runnable kept) implements Command {}

    /** Looks at the catalog as readers see it at one moment; {@code look} must not wait. */
    public record Look<T>(Function<CatalogDraft, T> look, ActorRef<StatusReply<T>> replyTo) implements Command {
        private void at(CatalogDraft draft) {
            try {
                replyTo.tell(StatusReply.success(look.apply(draft)));
            } catch (RuntimeException e) {
                replyTo.tell(StatusReply.error(e));
            }
        }
    }

    /** The replicator to work with from now on; what an earlier one did not answer is asked again. */
    public record Attach(org.apache.pekko.actor.ActorRef replicator, Peers peers) implements Command {}

    /** What the replica holds anew, its own work included. */
    public record Learn(List<Learned> news) implements Command {}

    /** Takes what another server sent; {@code done} is run when it is as durable as it gets here. */
    public record Merge(Delta delta, Runnable done) implements Command {}

    /**
     * Forgets what was deleted before {@code before}: only while every server can be reached, for one that has not heard of a
     * deletion would bring the deleted back.
     */
    public record Sweep(Instant before) implements Command {}

    /** Asks for all buckets as they are, by name. */
    public record Buckets(ActorRef<Map<String, Bucket>> replyTo) implements Command {}

    /** Time has passed, also for events that nobody writes beside. */
    private enum Age implements Command {
        INSTANCE
    }

    private record Answered(Replicator.UpdateResponse<Bucket> response) implements Command {}

    /** What a question to the replicator was about. */
    private record Ticket(Pending pending, BucketId bucket) {}

    private final org.apache.pekko.actor.ActorRef answers;
    private final Published published;
    private final HybridClock clock;
    private final LocalIndex index;
    private final EventBound bound;
    private final Map<String, Bucket> buckets = new HashMap<>();
    private final Set<Pending> open = new LinkedHashSet<>();
    private final Held held = new Held();
    private final ShownAhead ahead = new ShownAhead();
    private org.apache.pekko.actor.@Nullable ActorRef replicator;
    private Peers peers = Peers.NONE;
    private boolean forgetting;

    private Store(
            ActorContext<Command> ctx,
            Published published,
            Map<String, Bucket> kept,
            HybridClock clock,
            EventBound bound) {
        this.published = published;
        this.clock = clock;
        this.index = new LocalIndex(published.current().index());
        this.bound = bound;
        buckets.putAll(kept);
        for (var bucket : kept.values()) {
            bucket.entries().forEach(pair -> clock.seen(pair.getValue().stamp()));
        }
        this.answers = Adapter.toClassic(ctx.messageAdapter(updateResponse(), Answered::new));
    }

    /**
     * @param kept the state that {@code published} began with, by names of buckets
     * @param writer id of this node, unique in the cluster
     * @param bound which user events are kept
     */
    public static Behavior<Command> create(
            Published published, Map<String, Bucket> kept, InstantSource clock, String writer, EventBound bound) {
        return Behaviors.setup(ctx -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(Age.INSTANCE, Duration.ofMinutes(1));
            var store = new Store(ctx, published, kept, new HybridClock(clock, writer), bound);
            return Behaviors.receiveMessage(store::receive);
        }));
    }

    private Behavior<Command> receive(Command command) {
        switch (command) {
            case Write(var ops, var replyTo) -> write(ops, replyTo);
            case DeleteNode(var node, var replyTo) -> {
                var key = new Key.Node(node);
                write(key.bucket(), bucket -> Deletions.node(bucket, key), replyTo);
            }
            case DeleteService(var node, var id, var replyTo) -> {
                var key = new Key.Service(node, id);
                write(key.bucket(), bucket -> Deletions.service(bucket, key), replyTo);
            }
            case Own(var node, var wanted, var replyTo) -> {
                var key = new Key.Node(node);
                write(key.bucket(), bucket -> Deletions.own(bucket, key, wanted), replyTo);
            }
            case Stand(var member, var replyTo) ->
                write(new Key.Member(member.name()).bucket(), bucket -> Deletions.standing(bucket, member), replyTo);
            case Find(var finding, var replyTo) -> {
                var pending = new Pending(Pending.telling(replyTo));
                pending.add(finding.key().bucket(), Batch.revising(finding::ops, clock, index));
                begin(pending);
            }
            case Derive derive -> derive(derive);
            case Show show -> show(show, List.of());
            case ShowWith(var show, var catalog, var kept) -> {
                show(show, catalog.entries());
                merge(catalog, kept);
            }
            case Look<?> look -> look.at(new CatalogDraft(published.current(), buckets, ahead, clock, index));
            case Attach(var newReplicator, var newPeers) -> {
                replicator = newReplicator;
                peers = newPeers;
                open.forEach(pending -> pending.open().forEach((bucket, change) -> ask(pending, bucket, change)));
            }
            case Learn(var news) -> learn(news);
            case Merge(var delta, var done) -> merge(delta, done);
            case Sweep(var before) -> forget(Deletions.before(before, buckets.values()));
            case Buckets(var replyTo) -> replyTo.tell(Map.copyOf(buckets));
            case Age _ -> forgetOldEvents();
            case Answered(var response) -> answered(response);
        }
        return Behaviors.same();
    }

    private void write(List<Op> ops, ActorRef<StatusReply<Boolean>> replyTo) {
        var byBucket = new LinkedHashMap<BucketId, List<Op>>();
        ops.forEach(op -> byBucket.computeIfAbsent(op.key().bucket(), _ -> new ArrayList<>())
                .add(op));
        if (byBucket.isEmpty()) {
            // Nothing to do still takes its turn: whoever is answered sees all that was written before.
            byBucket.put(BucketId.of(BucketId.Family.CATALOG, ""), List.of());
        }
        var pending = new Pending(Pending.telling(replyTo));
        byBucket.forEach((bucket, some) -> pending.add(bucket, new Batch(some, clock, index)));
        if (byBucket.size() > 1) {
            held.hold(pending, ops.stream().map(Op::key).collect(Collectors.toSet()));
        }
        begin(pending);
    }

    private void write(BucketId bucket, Function<Bucket, List<Op>> wanted, ActorRef<StatusReply<Boolean>> replyTo) {
        var pending = new Pending(Pending.telling(replyTo));
        pending.add(bucket, new Batch(wanted, clock, index));
        begin(pending);
    }

    private void merge(Delta delta, Runnable done) {
        var pending = new Pending(Pending.then(done));
        delta.byBucket().forEach((bucket, entries) -> pending.add(bucket, known -> known.merged(entries)));
        begin(pending);
    }

    private List<Change> withCatalog(List<Change> changes, List<Change> catalog) {
        catalog.forEach(change -> clock.seen(change.entry().stamp()));
        return Stream.concat(changes.stream(), ahead.show(catalog, buckets).stream())
                .toList();
    }

    private void begin(Pending pending) {
        open.add(pending);
        // What is answered is removed from what is open.
        Map.copyOf(pending.open()).forEach((bucket, change) -> ask(pending, bucket, change));
    }

    private void ask(Pending pending, BucketId bucket, UnaryOperator<Bucket> change) {
        if (replicator != null) {
            replicator.tell(
                    new Replicator.Update<>(
                            bucket.replicated(),
                            Bucket.EMPTY,
                            Replicator.writeLocal(),
                            Optional.of(new Ticket(pending, bucket)),
                            known -> change.apply(known).settled()),
                    answers);
        }
    }

    private void answered(Replicator.UpdateResponse<Bucket> response) {
        var ticket = (Ticket) response.getRequest().orElseThrow();
        var pending = ticket.pending();
        if (!open.contains(pending)) {
            return;
        }
        // The replicator's answers are no sealed family: whatever is not a success has not been written for sure.
        pending.answered(
                ticket.bucket(),
                response instanceof Replicator.UpdateSuccess<?>
                        ? null
                        : "the write may or may not have happened: "
                                + response.getClass().getSimpleName());
        if (pending.open().isEmpty()) {
            settle(pending);
        }
    }

    private void settle(Pending pending) {
        open.remove(pending);
        publish(ahead.news(held.release(pending)));
        var changes = pending.changes();
        if (!changes.isEmpty()) {
            peers.push(changes);
        }
        pending.end();
        forgetOldEvents();
    }

    private void learn(List<Learned> news) {
        var intake = new Intake(published.current(), bound, held, clock);
        for (var learned : news) {
            buckets.put(learned.bucket(), learned.state());
            intake.take(learned.changes());
        }
        publish(ahead.news(intake.changes()));
        forget(intake.refused());
        forgetSettled(intake.settled());
    }

    private void show(Show show, List<Change> catalog) {
        var settlement = show.settlement();
        settlement.ifPresent(said -> said.stamps().forEach(clock::seen));
        var settled =
                settlement.map(published.current().kv().overlays()::settledBy).orElse(List.of());
        var changes = new ArrayList<>(show.changes());
        changes.addAll(settled);
        show.before().run();
        publish(withCatalog(changes, catalog), settlement);
        forgetSettled(settled);
        show.shown().run();
    }

    private void publish(List<Change> changes) {
        publish(changes, Optional.empty());
    }

    private void publish(List<Change> changes, Optional<Settlement> settlement) {
        if (changes.isEmpty() && settlement.isEmpty()) {
            return;
        }
        var snapshot = published.current();
        var at = snapshot.nextIndex(
                changes.stream().mapToLong(c -> c.entry().modifyIndex()).max().orElse(0));
        if (settlement.isPresent()) {
            snapshot = snapshot.settling(settlement.get(), at);
        }
        for (var change : changes) {
            snapshot = snapshot.with(change, at);
        }
        if (settlement.isPresent()) {
            snapshot = snapshot.settled(at);
        }
        index.seen(at);
        published.publish(snapshot, changes);
    }

    private void derive(Derive derive) {
        var catalog = published.current().catalog();
        publish(new Derivation(clock, index).changes(catalog, derive.checks(), derive.gone()));
        derive.replyTo().tell(Done.done());
    }

    /** Events beyond the bound are forgotten many at a time, one go after another. */
    private void forgetOldEvents() {
        if (!forgetting) {
            forget(bound.beyond(published.current().events()));
        }
    }

    /** Forgets what the log has settled, as every server does that has the log. */
    private void forgetSettled(List<Change> settled) {
        if (!settled.isEmpty()) {
            var pending = new Pending(Pending.after(() -> {}));
            settled.stream()
                    .collect(Collectors.groupingBy(change -> change.key().bucket()))
                    .forEach((bucket, some) -> pending.add(bucket, known -> known.forgetUnchanged(some)));
            begin(pending);
        }
    }

    private void forget(List<Key> keys) {
        if (keys.isEmpty()) {
            return;
        }
        var byBucket = new LinkedHashMap<BucketId, List<String>>();
        keys.forEach(key ->
                byBucket.computeIfAbsent(key.bucket(), _ -> new ArrayList<>()).add(key.text()));
        var pending = new Pending(Pending.after(() -> forgetting = false));
        byBucket.forEach((bucket, some) -> pending.add(bucket, known -> known.forget(some)));
        forgetting = true;
        begin(pending);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // a class object knows nothing of type parameters
    private static Class<Replicator.UpdateResponse<Bucket>> updateResponse() {
        return (Class) Replicator.UpdateResponse.class;
    }
}
