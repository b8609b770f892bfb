package engine.kv;

import engine.state.PersistentSortedMap;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Writes made without the majority that could not be taken over, and which such writes are settled. At most {@value #MOST}
 * conflicts with {@value #MOST_BYTES} bytes of values: the oldest are dropped.
 *
 * @param open by key, NUL and stamp
 * @param settled by key: the last one that was taken over or refused
 */
public record Conflicts(PersistentSortedMap<Conflict> open, PersistentSortedMap<Settled> settled, long bytes) {
    /** Most conflicts that are kept. */
    public static final int MOST = 1_000;
    /** Most bytes of their values. */
    public static final long MOST_BYTES = 16L << 20;
    /** Most keys whose last taken stamp is known. */
    static final int MOST_SETTLED = 10_000;

    static final Conflicts NONE = new Conflicts(PersistentSortedMap.empty(), PersistentSortedMap.empty(), 0);

    /**
     * How the last write to a key that was made without the majority was settled.
     *
     * @param basedOn the ModifyIndex that it knew
     * @param modifyIndex that the key had then: its own, if it was taken over; 0 for a deletion
     * @param number by which the oldest are told
     */
    record Settled(String stamp, long basedOn, long modifyIndex, boolean taken, long number) {}

    /** All, in order of their keys. */
    public List<Conflict> all() {
        return open.values();
    }

    /** Whether a write of a key, or a later one of the same kind, was taken over or refused. */
    public boolean isSettled(String key, String stamp) {
        var last = settled.get(key);
        return last != null && last.stamp().compareTo(stamp) >= 0;
    }

    /** Whether a key has its ModifyIndex because an earlier such write on the same basis was taken over. */
    public boolean follows(String key, long basedOn, long modifyIndex) {
        var last = settled.get(key);
        return last != null && last.taken() && last.basedOn() == basedOn && last.modifyIndex() == modifyIndex;
    }

    /** Stamps of the last ones settled, of all keys. */
    public List<String> stamps() {
        return settled.values().stream().map(Settled::stamp).toList();
    }

    private static String name(String key, String stamp) {
        return key + '\0' + stamp;
    }

    Conflicts with(Conflict conflict) {
        var name = name(conflict.key(), conflict.stamp());
        if (open.get(name) != null) {
            return this;
        }
        var more = new Conflicts(open.put(name, conflict), settled, bytes + size(conflict));
        while (more.open.size() > MOST || (more.bytes > MOST_BYTES && more.open.size() > 1)) {
            more = more.withoutOldest();
        }
        return more;
    }

    private Conflicts withoutOldest() {
        var oldest = all().stream()
                .min(Comparator.comparingLong(Conflict::millis)
                        .thenComparing(Conflict::stamp)
                        .thenComparing(Conflict::key))
                .orElseThrow();
        return without(oldest.key(), oldest.stamp());
    }

    boolean has(String key, String stamp) {
        return open.get(name(key, stamp)) != null;
    }

    Conflicts without(String key, String stamp) {
        var known = open.get(name(key, stamp));
        return known == null ? this : new Conflicts(open.remove(name(key, stamp)), settled, bytes - size(known));
    }

    Conflicts settling(String key, Settled last) {
        var more = settled.put(key, last);
        if (more.size() > MOST_SETTLED) {
            var oldest = more.stream()
                    .sorted(Map.Entry.comparingByValue(Comparator.comparingLong(Settled::number)))
                    .limit(MOST_SETTLED / 10)
                    .toList();
            for (var each : oldest) {
                more = more.remove(each.getKey());
            }
        }
        return new Conflicts(open, more, bytes);
    }

    private static long size(Conflict conflict) {
        return conflict.value() == null ? 0 : conflict.value().size();
    }

    @Override
    public String toString() {
        return "Conflicts(" + open.size() + ")";
    }
}
