package engine.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Some operations on one bucket, and what became of them. {@link #apply} runs in the replicator, on the state that it holds at
 * that moment, so that conditions are decided against what is really there. All of them happen or none.
 */
final class Batch {
    private final Function<Bucket, List<Op>> wanted;
    private final HybridClock clock;
    private final LocalIndex index;
    private final boolean revising;
    private List<Change> changes = List.of();
    private boolean refused;

    Batch(List<Op> ops, HybridClock clock, LocalIndex index) {
        this(_ -> ops, clock, index);
    }

    /** With operations that depend on what is there. */
    Batch(Function<Bucket, List<Op>> wanted, HybridClock clock, LocalIndex index) {
        this(wanted, clock, index, false);
    }

    private Batch(Function<Bucket, List<Op>> wanted, HybridClock clock, LocalIndex index, boolean revising) {
        this.wanted = wanted;
        this.clock = clock;
        this.index = index;
        this.revising = revising;
    }

    /**
     * Whose writes are revisions: their stamps follow those of the entries that they were made from at once. Whatever else is or was
     * done to such an entry, here or at another server that this one has not heard of yet, wins over them: a late one brings
     * nothing deleted back.
     */
    static Batch revising(Function<Bucket, List<Op>> wanted, HybridClock clock, LocalIndex index) {
        return new Batch(wanted, clock, index, true);
    }

    /** The bucket with the operations done; the very same bucket when nothing changes. */
    Bucket apply(Bucket bucket) {
        if (done(bucket)) {
            return bucket;
        }
        var ops = wanted.apply(bucket);
        refused = ops.stream().anyMatch(op -> !holds(op, bucket.get(op.key().text())));
        if (refused) {
            return bucket;
        }
        var changed = new ArrayList<Change>(ops.size());
        var next = bucket;
        // What another node wrote may be in the bucket before it is in this node's index. A ModifyIndex of one's own
        // must
        // be above it all the same, or a client could find the index that it knows on another value.
        ops.forEach(op -> index.seen(lastIndex(bucket.get(op.key().text()))));
        // One index for the whole batch, drawn only once something changes: an unchanged PUT moves no index.
        var at = 0L;
        for (var op : ops) {
            var key = op.key().text();
            var known = next.get(key);
            var value = written(value(op), known);
            if (known == null ? value == null : Objects.equals(known.value(), value)) {
                continue;
            }
            at = at == 0 ? index.next() : at;
            var entry = entry(known, value, at);
            next = next.put(key, entry);
            changed.add(new Change(op.key(), entry));
        }
        changes = changed;
        return next;
    }

    /** What changed, in order. */
    List<Change> changes() {
        return changes;
    }

    /** Whether a condition did not hold. */
    boolean refused() {
        return refused;
    }

    /** Asked again, because the first answer was lost with the replicator that gave it. */
    private boolean done(Bucket bucket) {
        return !changes.isEmpty()
                && changes.stream()
                        .allMatch(change ->
                                change.entry().equals(bucket.get(change.key().text())));
    }

    private @Nullable Value written(@Nullable Value value, @Nullable Entry known) {
        var there = known == null ? null : known.value();
        return switch (value) {
            case Value.Check check -> check.written(there, clock.now());
            case Value.Run run when run.isOlderThan(there) -> there;
            case null -> null;
            default -> value;
        };
    }

    private Entry entry(@Nullable Entry known, @Nullable Value value, long at) {
        if (known != null) {
            clock.seen(known.stamp());
        }
        var created = known == null || known.value() == null ? at : known.createIndex();
        var stamp = revising && known != null ? clock.after(known.stamp()) : clock.next();
        return new Entry(stamp, value == null ? 0 : created, at, value);
    }

    private static boolean holds(Op op, @Nullable Entry known) {
        return switch (op) {
            case Op.Put _, Op.Delete _ -> true;
            case Op.PutIf put -> put.expected() == modifyIndex(known);
            case Op.DeleteIf delete ->
                known == null || known.value() == null || delete.expected() == known.modifyIndex();
        };
    }

    private static long lastIndex(@Nullable Entry known) {
        return known == null ? 0 : known.modifyIndex();
    }

    private static long modifyIndex(@Nullable Entry known) {
        return known == null || known.value() == null ? 0 : known.modifyIndex();
    }

    private static @Nullable Value value(Op op) {
        return switch (op) {
            case Op.Put put -> put.value();
            case Op.PutIf put -> put.value();
            case Op.Delete _, Op.DeleteIf _ -> null;
        };
    }
}
