package engine.state;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ddata.DistributedData;
import org.apache.pekko.cluster.ddata.Replicator;
import org.apache.pekko.pattern.StatusReply;
import org.jspecify.annotations.Nullable;

/**
 * The one way in which this node's state changes. Writes go to the replicator; what it has taken is applied to the snapshot,
 * published, and only then acknowledged, so that a write is visible to the next read here.
 */
public final class Store {

    /** What the store is asked. */
    public sealed interface Command {}

    /**
     * Does all of {@code ops}; those on one bucket happen together or not at all. The answer is whether all conditions held;
     * an error means that it is not known what was written.
     */
    public record Write(List<Op> ops, ActorRef<StatusReply<Boolean>> replyTo) implements Command {}

    /** Deletes every key of the key-value store with a prefix, seen by reads all at once. */
    public record DeletePrefix(String prefix, ActorRef<StatusReply<Boolean>> replyTo) implements Command {}

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

    /** Sets a check that each server works out for itself, such as a node's liveness: shown, never replicated. */
    public record Derive(Value.Check check, ActorRef<Done> replyTo) implements Command {
        public Derive {
            // A name that can be none fails here, at the one who asks, and not in the store.
            var _ = new Key.Check(check.node(), check.id());
        }
    }

    private record Answered(Replicator.UpdateResponse<Bucket> response) implements Command {}

    /** A write on its way: the buckets it touches, and how many of them have not answered yet. */
    private static final class Pending {
        private final List<Batch> batches = new ArrayList<>();
        private final @Nullable ActorRef<StatusReply<Boolean>> replyTo;
        private final List<Key> forgotten;
        private int open;
        private @Nullable String failure;

        Pending(@Nullable ActorRef<StatusReply<Boolean>> replyTo, List<Key> forgotten) {
            this.replyTo = replyTo;
            this.forgotten = forgotten;
        }
    }

    private final org.apache.pekko.actor.ActorRef replicator;
    private final org.apache.pekko.actor.ActorRef answers;
    private final Published published;
    private final HybridClock clock;
    private final LocalIndex index;
    private final int eventsKept;
    private boolean forgetting;

    private Store(
            ActorContext<Command> ctx, Published published, Iterable<Bucket> kept, HybridClock clock, int eventsKept) {
        this.published = published;
        this.clock = clock;
        this.index = new LocalIndex(published.current().index());
        this.eventsKept = eventsKept;
        for (var bucket : kept) {
            bucket.entries().forEach(pair -> clock.seen(pair.getValue().stamp()));
        }
        this.replicator =
                DistributedData.get(Adapter.toClassic(ctx.getSystem())).replicator();
        this.answers = Adapter.toClassic(ctx.messageAdapter(updateResponse(), Answered::new));
    }

    /**
     * The picture that {@link #create} will publish to.
     *
     * @param index where its index goes on; above every index in {@code kept} in any case
     * @param kept the state as it was before a restart: every bucket
     */
    public static Published publishedFrom(long index, Iterable<Bucket> kept) {
        var greatest = 0L;
        for (var bucket : kept) {
            for (var pair : bucket.entries()) {
                greatest = Math.max(greatest, pair.getValue().modifyIndex());
            }
        }
        return new Published(Snapshot.startingAt(Math.max(index, greatest + 1)).filled(kept));
    }

    /**
     * @param kept the state that {@code published} began with
     * @param writer id of this node, unique in the cluster
     * @param eventsKept how many user events are kept; beyond that and a tenth the oldest are forgotten
     */
    public static Behavior<Command> create(
            Published published, Iterable<Bucket> kept, InstantSource clock, String writer, int eventsKept) {
        return Behaviors.setup(ctx -> {
            var store = new Store(ctx, published, kept, new HybridClock(clock, writer), eventsKept);
            return Behaviors.receiveMessage(store::receive);
        });
    }

    private Behavior<Command> receive(Command command) {
        switch (command) {
            case Write(var ops, var replyTo) -> write(ops, replyTo);
            case DeletePrefix(var prefix, var replyTo) ->
                write(Deletions.prefix(published.current().kv(), prefix), replyTo);
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
            case Derive(var check, var replyTo) -> {
                derive(check);
                replyTo.tell(Done.done());
            }
            case Answered(var response) -> answered(response);
        }
        return Behaviors.same();
    }

    private void write(List<Op> ops, ActorRef<StatusReply<Boolean>> replyTo) {
        var byBucket = new LinkedHashMap<BucketId, List<Op>>();
        ops.forEach(op -> byBucket.computeIfAbsent(op.key().bucket(), _ -> new ArrayList<>())
                .add(op));
        var pending = new Pending(replyTo, List.of());
        if (byBucket.isEmpty()) {
            // Nothing to do still takes its turn: whoever is answered sees all that was written before.
            byBucket.put(BucketId.of(BucketId.Family.CATALOG, ""), List.of());
        }
        pending.open = byBucket.size();
        byBucket.forEach((bucket, some) -> update(bucket, pending, new Batch(some, clock, index)));
    }

    private void write(BucketId bucket, Function<Bucket, List<Op>> wanted, ActorRef<StatusReply<Boolean>> replyTo) {
        var pending = new Pending(replyTo, List.of());
        pending.open = 1;
        update(bucket, pending, new Batch(wanted, clock, index));
    }

    private void update(BucketId bucket, Pending pending, Batch batch) {
        pending.batches.add(batch);
        update(bucket, pending, batch::apply);
    }

    private void update(BucketId bucket, Pending pending, UnaryOperator<Bucket> change) {
        replicator.tell(
                new Replicator.Update<>(
                        bucket.replicated(), Bucket.EMPTY, Replicator.writeLocal(), Optional.of(pending), change),
                answers);
    }

    private void answered(Replicator.UpdateResponse<Bucket> response) {
        var pending = (Pending) response.getRequest().orElseThrow();
        // The replicator's answers are no sealed family: whatever is not a success has not been written for sure.
        if (!(response instanceof Replicator.UpdateSuccess<?>)) {
            pending.failure = "the write may or may not have happened: "
                    + response.getClass().getSimpleName();
        }
        if (--pending.open == 0) {
            settle(pending);
        }
    }

    private void settle(Pending pending) {
        var changes = new ArrayList<Change>();
        pending.batches.forEach(batch -> changes.addAll(batch.changes()));
        pending.forgotten.forEach(key -> changes.add(new Change(key, new Entry(clock.next(), 0, 0, null))));
        publish(changes);
        if (pending.replyTo != null) {
            pending.replyTo.tell(
                    pending.failure != null
                            ? StatusReply.error(pending.failure)
                            : StatusReply.success(pending.batches.stream().noneMatch(Batch::refused)));
        }
        forgetting = forgetting && pending.replyTo != null;
        forgetOldEvents();
    }

    private void publish(List<Change> changes) {
        if (changes.isEmpty()) {
            return;
        }
        var snapshot = published.current();
        var at = snapshot.nextIndex(
                changes.stream().mapToLong(c -> c.entry().modifyIndex()).max().orElse(0));
        for (var change : changes) {
            snapshot = snapshot.with(change, at);
        }
        index.seen(at);
        published.publish(snapshot, changes);
    }

    private void derive(Value.Check check) {
        var key = new Key.Check(check.node(), check.id());
        // Also of a node that is not registered yet: its checks are kept unseen.
        var node = published.current().catalog().nodes().get(key.node());
        var known = node == null ? null : node.checks().get(key.id());
        if (known == null || !known.value().equals(check)) {
            var at = index.next();
            publish(List.of(
                    new Change(key, new Entry(clock.next(), known == null ? at : known.createIndex(), at, check))));
        }
    }

    /** Events beyond the limit are forgotten in one go a tenth of the limit at a time, one go after another. */
    private void forgetOldEvents() {
        var events = published.current().events();
        if (forgetting || events.order().size() <= eventsKept + eventsKept / 10) {
            return;
        }
        var keys = events.beyond(eventsKept);
        var byBucket = new LinkedHashMap<BucketId, List<String>>();
        keys.forEach(key ->
                byBucket.computeIfAbsent(key.bucket(), _ -> new ArrayList<>()).add(key.text()));
        var pending = new Pending(
                null, keys.stream().filter(key -> key instanceof Key.Event).toList());
        pending.open = byBucket.size();
        forgetting = true;
        byBucket.forEach((bucket, some) -> update(bucket, pending, known -> known.forget(some)));
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // a class object knows nothing of type parameters
    private static Class<Replicator.UpdateResponse<Bucket>> updateResponse() {
        return (Class) Replicator.UpdateResponse.class;
    }
}
