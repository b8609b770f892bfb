package engine.events;

import java.util.LinkedHashSet;

/** The latest ids seen, up to a bound; the oldest is forgotten first. Not thread-safe. */
final class RecentIds {
    private final int capacity;
    private final LinkedHashSet<String> ids = new LinkedHashSet<>();

    RecentIds(int capacity) {
        this.capacity = capacity;
    }

    /** Whether the id is new among those remembered. */
    boolean add(String id) {
        if (!ids.add(id)) {
            return false;
        }
        if (ids.size() > capacity) {
            ids.removeFirst();
        }
        return true;
    }
}
