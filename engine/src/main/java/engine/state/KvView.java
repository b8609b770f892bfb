package engine.state;

import org.jspecify.annotations.Nullable;

/** The key-value store as one immutable picture, in order of its keys. */
public record KvView(PersistentSortedMap<Stored<Value.Kv>> entries, Gone gone) {

    static KvView startingAt(long index) {
        return new KvView(PersistentSortedMap.empty(), Gone.since(index));
    }

    /** Index at which a key last changed, its deletion included. */
    public long keyAt(String key) {
        var entry = entries.get(key);
        return entry == null ? gone.index(key) : entry.changedAt();
    }

    /** Index at which any key with a prefix last changed, deletions included. */
    public long prefixAt(String prefix) {
        var greatest = new long[] {gone.prefixIndex(prefix)};
        entries.forPrefix(prefix, (_, entry) -> greatest[0] = Math.max(greatest[0], entry.changedAt()));
        return greatest[0];
    }

    KvView with(String key, @Nullable Stored<Value.Kv> changed, long at) {
        if (changed == null && entries.get(key) == null) {
            return this;
        }
        return changed == null
                ? new KvView(entries.remove(key), gone.vanished(key, at))
                : new KvView(entries.put(key, changed), gone.returned(key));
    }
}
