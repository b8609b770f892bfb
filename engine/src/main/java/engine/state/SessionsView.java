package engine.state;

import org.jspecify.annotations.Nullable;

/**
 * The sessions as one immutable picture, by their ids.
 *
 * @param changedAt this node's index when one last came or ended
 */
public record SessionsView(PersistentSortedMap<Stored<Value.Session>> entries, long changedAt) {

    static SessionsView startingAt(long index) {
        return new SessionsView(PersistentSortedMap.empty(), index);
    }

    SessionsView with(String id, @Nullable Stored<Value.Session> changed, long at) {
        if (changed == null && entries.get(id) == null) {
            return this;
        }
        return new SessionsView(changed == null ? entries.remove(id) : entries.put(id, changed), at);
    }
}
