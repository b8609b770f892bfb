package engine.state;

import java.util.Collection;
import java.util.Optional;
import org.apache.pekko.cluster.ddata.AbstractDeltaReplicatedData;
import org.jspecify.annotations.Nullable;

/**
 * The one CRDT of engine: a map from keys to last-writer-wins entries, deletions kept as tombstones. Merging takes the later
 * entry of each key, so it is commutative, associative and idempotent, and so is any way of splitting a state into deltas
 * (Shapiro et al., "Conflict-free Replicated Data Types", 2011; Almeida et al., "Delta State Replicated Data Types", 2018).
 *
 * <p>A value of this class is immutable. Each has a version, an object of no content, and remembers the version it was made
 * from and by which changes, so that the merge of a state with its own successor, which the replicator does at every update,
 * costs nothing, and the log on disk need not compare states.
 */
public final class Bucket extends AbstractDeltaReplicatedData<Bucket, BucketDelta> {
    private static final long serialVersionUID = 1L;

    /** A bucket of nothing. */
    public static final Bucket EMPTY =
            new Bucket(PersistentMap.empty(), BucketDelta.EMPTY, Changes.NONE, new Version(), new Version(), false);

    private final transient PersistentMap<Entry> entries;
    /** What changed since the replicator last took the delta. */
    private final transient BucketDelta delta;

    /** What changed against the version that this one was made from. */
    private final transient Changes changes;

    private final transient Version version;
    private final transient Version madeFrom;
    /** Whether it is the work of an update that the replicator has not taken yet. */
    private final transient boolean open;

    private Bucket(
            PersistentMap<Entry> entries,
            BucketDelta delta,
            Changes changes,
            Version version,
            Version madeFrom,
            boolean open) {
        this.entries = entries;
        this.delta = delta;
        this.changes = changes;
        this.version = version;
        this.madeFrom = madeFrom;
        this.open = open;
    }

    /** A state as it came from disk or from another node. */
    static Bucket of(PersistentMap<Entry> entries) {
        return new Bucket(entries, BucketDelta.EMPTY, Changes.NONE, new Version(), new Version(), false);
    }

    /** By what this state differs from {@code earlier}: known at once when it was made from it, else found by comparing. */
    public Changes changesSince(Bucket earlier) {
        if (version == earlier.version) {
            return Changes.NONE;
        }
        return madeFrom == earlier.version ? changes : Changes.between(earlier.entries, entries);
    }

    /** The state that {@link #changesSince} was asked of, made again from the earlier one. */
    public Bucket with(Changes later) {
        return of(later.appliedTo(entries));
    }

    /** Everything in it, as against a bucket of nothing. */
    public Changes contents() {
        return Changes.of(entries);
    }

    /** How many entries it has, tombstones included. */
    public int size() {
        return entries.size();
    }

    PersistentMap<Entry> entries() {
        return entries;
    }

    /** The live or deleted entry under a key; null when nothing is known of it. */
    @Nullable
    Entry get(String key) {
        return entries.get(key);
    }

    /** This state with one entry written; unchanged when a later entry is there. */
    Bucket put(String key, Entry entry) {
        var known = entries.get(key);
        if (known != null && !entry.supersedes(known)) {
            return this;
        }
        return successor(
                entries.put(key, entry), delta.put(key, entry), sinceMade().put(key, entry));
    }

    /**
     * This state without some entries, as if they had never been. Only for entries that every node forgets by the same
     * rule: no tombstone keeps another node from bringing one back until it has followed the rule itself.
     */
    Bucket forget(Collection<String> keys) {
        var kept = entries;
        for (var key : keys) {
            kept = kept.remove(key);
        }
        return kept.same(entries)
                ? this
                : successor(kept, delta.forget(keys), sinceMade().forget(keys));
    }

    private Bucket successor(PersistentMap<Entry> changed, BucketDelta toSend, Changes since) {
        // Several changes between two merges all lead back to the version that the replicator holds.
        return new Bucket(changed, toSend, since, new Version(), open ? madeFrom : version, true);
    }

    private Changes sinceMade() {
        return open ? changes : Changes.NONE;
    }

    @Override
    public Bucket mergeData(Bucket that) {
        if (that.madeFrom == version) {
            return that;
        }
        if (that.version == version || madeFrom == that.version) {
            return this;
        }
        return mergeEntries(that.entries);
    }

    @Override
    public Bucket mergeDeltaData(BucketDelta that) {
        return mergeEntries(that.entries());
    }

    private Bucket mergeEntries(PersistentMap<Entry> other) {
        var news = BucketDelta.news(entries, other);
        return news.isEmpty()
                ? this
                : new Bucket(
                        Changes.of(news).appliedTo(entries), delta, Changes.of(news), new Version(), version, false);
    }

    /**
     * Always there, if only empty: the replicator takes none for "too large to send", drops the other deltas that wait for
     * the same tick, and leaves it all to the full-state gossip.
     */
    @Override
    public Optional<BucketDelta> deltaData() {
        return Optional.of(delta);
    }

    @Override
    public Bucket resetDelta() {
        return open || !delta.isEmpty()
                ? new Bucket(entries, BucketDelta.EMPTY, changes, version, madeFrom, false)
                : this;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Bucket that && entries.equals(that.entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    /** Tells one state from another by identity alone; holds nothing, so that no state keeps its predecessors alive. */
    private static final class Version {}

    /** Without contents: values are secrets. */
    @Override
    public String toString() {
        return "Bucket(" + entries.size() + " entries)";
    }
}
