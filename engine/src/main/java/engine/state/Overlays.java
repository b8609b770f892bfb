package engine.state;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was written to keys without the majority, as far as the log has not settled it. It is seen over what the majority has, until
 * it is settled or the majority has written the key since.
 *
 * @param entries the last write of each key
 * @param bytes of their values
 * @param gone when what was seen ceased to be seen
 * @param conflictsAt this node's index when a conflict was last recorded or forgotten
 */
public record Overlays(
        PersistentSortedMap<Overlay> entries, long bytes, Gone gone, Settlement settlement, long conflictsAt) {

    static Overlays startingAt(long index) {
        return new Overlays(PersistentSortedMap.empty(), 0, Gone.since(index), Settlement.NONE, index);
    }

    /** The write that is seen over what the majority has of a key; null for none. */
    @Nullable
    Overlay seen(String key) {
        var found = entries.isEmpty() ? null : entries.get(key);
        return found == null || found.passed() ? null : found;
    }

    /** Index at which what is seen of them at a key last changed. */
    long keyAt(String key) {
        var seen = seen(key);
        return seen == null ? gone.index(key) : seen.changedAt();
    }

    /** The same of all keys with a prefix. */
    long prefixAt(String prefix) {
        var greatest = new long[] {gone.prefixIndex(prefix)};
        entries.forPrefix(prefix, (_, over) -> {
            if (!over.passed()) {
                greatest[0] = Math.max(greatest[0], over.changedAt());
            }
        });
        return greatest[0];
    }

    /** Whether an entry is one that the log has settled: it is to be forgotten. */
    boolean isSettled(Change change) {
        return change.key() instanceof Key.Overlay(var key)
                && change.entry().value() != null
                && settlement.isSettled(key, change.entry().stamp());
    }

    /**
     * With what is written to a key.
     *
     * @param now ModifyIndex that the majority has it at; 0 for absent
     */
    Overlays with(String key, Entry entry, long now, long at) {
        if (!(entry.value() instanceof Value.Overlay value) || settlement.isSettled(key, entry.stamp())) {
            return replaced(key, null, at);
        }
        return replaced(key, new Overlay(value, entry.stamp(), isPassed(key, value, now, now), at), at);
    }

    /**
     * The majority has written a key.
     *
     * @param written index of that
     * @param now ModifyIndex that the key has then; 0 for absent
     */
    Overlays passing(String key, long written, long now, long at) {
        var over = seen(key);
        return over == null || !isPassed(key, over.value(), written, now)
                ? this
                : replaced(key, over.with(true, at), at);
    }

    /** What the log would take over as the key is now is not passed, whatever was in between. */
    private boolean isPassed(String key, Value.Overlay value, long written, long now) {
        return written > value.basedOn() && now != value.basedOn() && !settlement.follows(key, value.basedOn(), now);
    }

    /** With what the log says now; what it has settled stays until {@link #settledBy} is removed. */
    Overlays settling(Settlement later, long at) {
        return new Overlays(entries, bytes, gone, later, later.changesConflicts() ? at : conflictsAt);
    }

    /** The removal of what is settled, each with the stamp of what is removed. */
    List<Change> settledBy(Settlement later) {
        var removals = new ArrayList<Change>();
        entries.forPrefix("", (key, over) -> {
            if (later.isSettled(key, over.stamp())) {
                removals.add(new Change(new Key.Overlay(key), new Entry(over.stamp(), 0, 0, null)));
            }
        });
        return removals;
    }

    private Overlays replaced(String key, @Nullable Overlay after, long at) {
        var before = entries.get(key);
        if (before == null && after == null) {
            return this;
        }
        var all = after == null ? entries.remove(key) : entries.put(key, after);
        var size = bytes - (before == null ? 0 : before.size()) + (after == null ? 0 : after.size());
        return new Overlays(all, size, gone(key, before, after, at), settlement, conflictsAt);
    }

    private Gone gone(String key, @Nullable Overlay before, @Nullable Overlay after, long at) {
        if (after != null && !after.passed()) {
            return gone.returned(key);
        }
        return before != null && !before.passed() ? gone.vanished(key, at) : gone;
    }
}
