package engine.state;

import java.util.Collection;
import org.apache.pekko.cluster.ddata.AbstractReplicatedData;
import org.jspecify.annotations.Nullable;

/**
 * The one CRDT of engine: a map from keys to last-writer-wins entries, deletions kept as tombstones. Merging takes the later
 * entry of each key, so it is commutative, associative and idempotent, and so is any way of splitting a state into deltas
 * (Shapiro et al., "Conflict-free Replicated Data Types", 2011; Almeida et al., "Delta State Replicated Data Types", 2018).
 *
 * <p>A value of this class is immutable. Each has a version, an object of no content, and remembers the version it was made
 * from and by which changes, so that the merge of a state with its own successor, which the replicator does at every update,
 * costs nothing, and neither the log on disk nor the picture that reads see need compare states.
 */
public final class Bucket extends AbstractReplicatedData<Bucket> {
    private static final long serialVersionUID = 1L;

    /** A bucket of nothing. */
    public static final Bucket EMPTY =
            new Bucket(PersistentMap.empty(), Changes.NONE, new Version(), new Version(), false);

    private final transient PersistentMap<Entry> entries;

    /** What changed against the version that this one was made from. */
    private final transient Changes changes;

    private final transient Version version;
    private final transient Version madeFrom;
    /** Whether it is in the middle of an update, and has not been handed to the replicator. */
    private final transient boolean open;
    /** Worked out when it is first asked for; whoever comes in between works out the same. */
    private transient volatile long digest;

    private Bucket(PersistentMap<Entry> entries, Changes changes, Version version, Version madeFrom, boolean open) {
        this.entries = entries;
        this.changes = changes;
        this.version = version;
        this.madeFrom = madeFrom;
        this.open = open;
    }

    /** A state as it came from disk or from another node. */
    static Bucket of(PersistentMap<Entry> entries) {
        return new Bucket(entries, Changes.NONE, new Version(), new Version(), false);
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
        return successor(entries.put(key, entry), sinceMade().put(key, entry));
    }

    /**
     * This state without some entries, as if they had never been. Only for entries that every node forgets by the same
     * rule: no tombstone keeps another node from bringing one back until it has followed the rule itself.
     */
    Bucket forget(Collection<String> keys) {
        var known = keys.stream().filter(key -> entries.get(key) != null).toList();
        var kept = entries;
        for (var key : known) {
            kept = kept.remove(key);
        }
        return known.isEmpty() ? this : successor(kept, sinceMade().forget(known));
    }

    /** This state without those of some entries that are still the very same write. */
    Bucket forgetUnchanged(Collection<Change> writes) {
        return forget(writes.stream()
                .filter(write -> {
                    var known = entries.get(write.key().text());
                    return known != null && known.stamp().equals(write.entry().stamp());
                })
                .map(write -> write.key().text())
                .toList());
    }

    private Bucket successor(PersistentMap<Entry> changed, Changes since) {
        // Several changes between two merges all lead back to the version that the replicator holds.
        return new Bucket(changed, since, new Version(), open ? madeFrom : version, true);
    }

    private Changes sinceMade() {
        return open ? changes : Changes.NONE;
    }

    /** The state as an update hands it to the replicator: whatever comes next is made from this version. */
    Bucket settled() {
        return open ? new Bucket(entries, changes, version, madeFrom, false) : this;
    }

    @Override
    public Bucket mergeData(Bucket that) {
        if (that.madeFrom == version) {
            return that;
        }
        if (that.version == version || madeFrom == that.version) {
            return this;
        }
        return merged(that.entries);
    }

    /** With the entries that win over those that are here. */
    Bucket merged(PersistentMap<Entry> other) {
        var news = news(entries, other);
        return news.isEmpty()
                ? this
                : new Bucket(Changes.of(news).appliedTo(entries), Changes.of(news), new Version(), version, false);
    }

    /** The entries of {@code theirs} that win over {@code ours}; {@code theirs} itself when all do. */
    private static PersistentMap<Entry> news(PersistentMap<Entry> ours, PersistentMap<Entry> theirs) {
        if (ours.isEmpty()) {
            return theirs;
        }
        var news = PersistentMap.<Entry>empty();
        for (var pair : theirs) {
            var known = ours.get(pair.getKey());
            if (known == null || pair.getValue().supersedes(known)) {
                news = news.put(pair.getKey(), pair.getValue());
            }
        }
        return news;
    }

    /** A number that is the same for the same entries, and for others is almost surely another. */
    public long digest() {
        if (digest == 0) {
            digest = digestOfEntries();
        }
        return digest;
    }

    private long digestOfEntries() {
        var sum = 0L;
        for (var pair : entries) {
            var stamp = pair.getValue().stamp();
            var h = pair.getKey().hashCode() * 0x9E3779B97F4A7C15L + stamp.time();
            h = (h ^ (h >>> 32)) * 0xD6E8FEB86659FD93L + stamp.writer().hashCode();
            sum += (h ^ (h >>> 29)) * 0xBF58476D1CE4E5B9L;
        }
        return sum;
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
