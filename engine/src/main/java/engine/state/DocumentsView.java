package engine.state;

import org.jspecify.annotations.Nullable;

/**
 * The documents as one immutable picture, by their names.
 *
 * @param changedAt this node's index when one was last kept or forgotten
 */
public record DocumentsView(PersistentSortedMap<Stored<Value.Document>> entries, long changedAt) {

    static DocumentsView startingAt(long index) {
        return new DocumentsView(PersistentSortedMap.empty(), index);
    }

    DocumentsView with(String name, @Nullable Stored<Value.Document> changed, long at) {
        if (changed == null && entries.get(name) == null) {
            return this;
        }
        return new DocumentsView(changed == null ? entries.remove(name) : entries.put(name, changed), at);
    }
}
