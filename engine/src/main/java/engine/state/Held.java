package engine.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Changes of keys that a write over several buckets touches: kept back until all of them are done, so that reads see the write
 * at once or not at all. What others write to these keys meanwhile waits with it.
 */
final class Held {
    private final Map<Key, Pending> keys = new HashMap<>();
    private final Map<Key, Change> changes = new LinkedHashMap<>();

    void hold(Pending pending, Set<Key> touched) {
        touched.forEach(key -> keys.put(key, pending));
    }

    /** Whether the change was kept back. */
    boolean keeps(Change change) {
        if (!keys.containsKey(change.key())) {
            return false;
        }
        changes.put(change.key(), change);
        return true;
    }

    /** What the write and others did to its keys; those that a later write holds too wait for that one. */
    List<Change> release(Pending pending) {
        if (keys.isEmpty()) {
            return List.of();
        }
        keys.values().removeIf(holder -> holder.equals(pending));
        var released = new ArrayList<Change>();
        changes.entrySet().removeIf(held -> {
            var free = !keys.containsKey(held.getKey());
            if (free) {
                released.add(held.getValue());
            }
            return free;
        });
        return released;
    }
}
