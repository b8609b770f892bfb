package engine.state;

import org.jspecify.annotations.Nullable;

/**
 * A user event and what the nodes did about it.
 *
 * @param event null while only receipts or runs of it are known
 * @param receipts by node, folded
 * @param runs by node and trigger
 * @param bytes about what all of it takes
 * @param changedAt this node's index when any of it last changed
 */
public record EventState(
        Value.@Nullable Event event,
        PersistentSortedMap<Value.Receipt> receipts,
        PersistentSortedMap<Value.Run> runs,
        long bytes,
        long changedAt) {

    static final EventState UNKNOWN =
            new EventState(null, PersistentSortedMap.empty(), PersistentSortedMap.empty(), 0, 1);

    boolean isEmpty() {
        return event == null && receipts.isEmpty() && runs.isEmpty();
    }
}
