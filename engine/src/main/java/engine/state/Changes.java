package engine.state;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * By what one state of a bucket differs from an earlier one: first some keys are forgotten, then some entries put, whatever
 * was there. Holds neither of the two states.
 */
public final class Changes {
    /** The states are the same. */
    public static final Changes NONE = new Changes(PersistentMap.empty(), Set.of());

    private static final int VERSION = 1;

    private final PersistentMap<Entry> put;
    private final Set<String> forgotten;

    private Changes(PersistentMap<Entry> put, Set<String> forgotten) {
        this.put = put;
        this.forgotten = forgotten;
    }

    static Changes of(PersistentMap<Entry> put) {
        return new Changes(put, Set.of());
    }

    /** What has to be done to {@code before} to make it {@code after}. */
    static Changes between(PersistentMap<Entry> before, PersistentMap<Entry> after) {
        if (before.isEmpty()) {
            return of(after);
        }
        var changed = PersistentMap.<Entry>empty();
        for (var pair : after) {
            if (!pair.getValue().equals(before.get(pair.getKey()))) {
                changed = changed.put(pair.getKey(), pair.getValue());
            }
        }
        var gone = new HashSet<String>();
        for (var pair : before) {
            if (after.get(pair.getKey()) == null) {
                gone.add(pair.getKey());
            }
        }
        return new Changes(changed, gone);
    }

    Changes put(String key, Entry entry) {
        return new Changes(put.put(key, entry), forgotten);
    }

    Changes forget(Collection<String> keys) {
        var kept = put;
        for (var key : keys) {
            kept = kept.remove(key);
        }
        var all = new HashSet<>(forgotten);
        all.addAll(keys);
        return new Changes(kept, all);
    }

    PersistentMap<Entry> appliedTo(PersistentMap<Entry> before) {
        var entries = before;
        for (var key : forgotten) {
            entries = entries.remove(key);
        }
        if (entries.isEmpty()) {
            return put;
        }
        for (var pair : put) {
            entries = entries.put(pair.getKey(), pair.getValue());
        }
        return entries;
    }

    PersistentMap<Entry> puts() {
        return put;
    }

    Set<String> forgotten() {
        return forgotten;
    }

    /** Whether nothing differs. */
    public boolean isEmpty() {
        return put.isEmpty() && forgotten.isEmpty();
    }

    /** In the form in which it is kept on disk: version byte, the entries as between servers, the keys forgotten. */
    public byte[] toBytes() {
        var out = new WireWriter();
        out.u8(VERSION);
        EntryCodec.write(out, put);
        out.texts(new TreeSet<>(forgotten));
        return out.toBytes();
    }

    /**
     * What {@link #toBytes()} wrote.
     *
     * @throws IllegalArgumentException with the offset for anything else
     */
    public static Changes fromBytes(byte[] bytes) {
        var in = new WireReader(bytes);
        if (in.u8() != VERSION) {
            throw in.corrupt("a format that this version does not know");
        }
        var put = EntryCodec.read(in);
        List<String> forgotten = in.texts();
        in.end();
        return new Changes(put, Set.copyOf(forgotten));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Changes that && put.equals(that.put) && forgotten.equals(that.forgotten);
    }

    @Override
    public int hashCode() {
        return 31 * put.hashCode() + forgotten.hashCode();
    }

    /** Without contents: values are secrets. */
    @Override
    public String toString() {
        return "Changes(" + put.size() + " put, " + forgotten.size() + " forgotten)";
    }
}
