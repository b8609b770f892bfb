package engine.state;

import org.apache.pekko.cluster.ddata.ReplicatedData;
import org.apache.pekko.cluster.ddata.ReplicatedDelta;
import org.apache.pekko.cluster.ddata.ReplicatedDeltaSize;
import org.jspecify.annotations.Nullable;

/** Some entries of a {@link Bucket} on their way to another node. Needs no causal delivery: each entry stands for itself. */
final class BucketDelta implements ReplicatedDelta, ReplicatedDeltaSize {
    static final BucketDelta EMPTY = new BucketDelta(PersistentMap.empty());

    private final PersistentMap<Entry> entries;

    BucketDelta(PersistentMap<Entry> entries) {
        this.entries = entries;
    }

    /** The entries of {@code theirs} that win over {@code ours}; {@code theirs} itself when all do. */
    static PersistentMap<Entry> news(PersistentMap<Entry> ours, PersistentMap<Entry> theirs) {
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

    PersistentMap<Entry> entries() {
        return entries;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    BucketDelta put(String key, Entry entry) {
        return new BucketDelta(entries.put(key, entry));
    }

    BucketDelta forget(Iterable<String> keys) {
        var kept = entries;
        for (var key : keys) {
            kept = kept.remove(key);
        }
        return kept.same(entries) ? this : new BucketDelta(kept);
    }

    @Override
    public Bucket zero() {
        return Bucket.EMPTY;
    }

    @Override
    public ReplicatedData merge(ReplicatedData that) {
        return switch (that) {
            case BucketDelta other ->
                new BucketDelta(Changes.of(news(entries, other.entries)).appliedTo(entries));
            default ->
                throw new IllegalArgumentException(
                        "a bucket's delta merges with its like, not with " + that.getClass());
        };
    }

    @Override
    public int deltaSize() {
        return entries.size();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BucketDelta that && entries.equals(that.entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    /** Without contents: values are secrets. */
    @Override
    public String toString() {
        return "BucketDelta(" + entries.size() + " entries)";
    }
}
