package engine.state;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The key-value store as one immutable picture, in order of its keys.
 *
 * @param entries what the majority has
 * @param overlays what was written without it
 */
public record KvView(PersistentSortedMap<Stored<Value.Kv>> entries, Gone gone, Overlays overlays) {

    /**
     * A key as it is seen.
     *
     * @param available whether it was written without the majority, and is not settled
     */
    public record Seen(Stored<Value.Kv> stored, boolean available) {}

    /** Is told of keys as they are seen. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * One of them.
         *
         * @param available whether it was written without the majority, and is not settled
         */
        void visit(String key, Stored<Value.Kv> stored, boolean available);
    }

    static KvView startingAt(long index) {
        return new KvView(PersistentSortedMap.empty(), Gone.since(index), Overlays.startingAt(index));
    }

    /** A key with what was written without the majority over what the majority has. */
    public Optional<Seen> seen(String key) {
        var committed = entries.get(key);
        var over = overlays.seen(key);
        return over == null
                ? Optional.ofNullable(committed).map(stored -> new Seen(stored, false))
                : Optional.ofNullable(over.over(committed)).map(stored -> new Seen(stored, true));
    }

    /** All keys with a prefix likewise, in order. */
    public void seenWithPrefix(String prefix, Visitor visitor) {
        var over = new ArrayDeque<Map.Entry<String, Overlay>>();
        overlays.entries().forPrefix(prefix, (key, each) -> {
            if (!each.passed()) {
                over.add(Map.entry(key, each));
            }
        });
        entries.forPrefix(prefix, (key, committed) -> {
            while (!over.isEmpty() && over.element().getKey().compareTo(key) < 0) {
                visit(over.remove(), null, visitor);
            }
            if (!over.isEmpty() && over.element().getKey().equals(key)) {
                visit(over.remove(), committed, visitor);
            } else {
                visitor.visit(key, committed, false);
            }
        });
        over.forEach(each -> visit(each, null, visitor));
    }

    private static void visit(Map.Entry<String, Overlay> over, @Nullable Stored<Value.Kv> committed, Visitor visitor) {
        var stored = over.getValue().over(committed);
        if (stored != null) {
            visitor.visit(over.getKey(), stored, true);
        }
    }

    /** ModifyIndex that the majority has a key at; 0 for absent. */
    public long modifyIndex(String key) {
        var committed = entries.get(key);
        return committed == null ? 0 : committed.modifyIndex();
    }

    /** Index at which a key last changed, its deletion included. */
    public long keyAt(String key) {
        var entry = entries.get(key);
        return Math.max(entry == null ? gone.index(key) : entry.changedAt(), overlays.keyAt(key));
    }

    /** Index at which any key with a prefix last changed, deletions included. */
    public long prefixAt(String prefix) {
        var greatest = new long[] {Math.max(gone.prefixIndex(prefix), overlays.prefixAt(prefix))};
        entries.forPrefix(prefix, (_, entry) -> greatest[0] = Math.max(greatest[0], entry.changedAt()));
        return greatest[0];
    }

    /** @param written index of this write, which {@code changed} may not have */
    KvView with(String key, @Nullable Stored<Value.Kv> changed, long written, long at) {
        if (changed == null && entries.get(key) == null) {
            return this;
        }
        var passing = overlays.passing(key, written, changed == null ? 0 : changed.modifyIndex(), at);
        return changed == null
                ? new KvView(entries.remove(key), gone.vanished(key, at), passing)
                : new KvView(entries.put(key, changed), gone.returned(key), passing);
    }

    KvView withOverlay(String key, Entry entry, long at) {
        return new KvView(entries, gone, overlays.with(key, entry, modifyIndex(key), at));
    }

    /** With what the log has settled since taken for what it says of the other writes; after all that was shown with it. */
    KvView settled(long at) {
        var reviewed = new Overlays[] {overlays};
        overlays.entries().forPrefix("", (key, _) -> {
            var now = modifyIndex(key);
            reviewed[0] = reviewed[0].passing(key, now, now, at);
        });
        return new KvView(entries, gone, reviewed[0]);
    }

    KvView settling(Settlement settlement, long at) {
        return new KvView(entries, gone, overlays.settling(settlement, at));
    }
}
