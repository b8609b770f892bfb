package engine.state;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The documents as one immutable picture, by their names. The kind of one is what its name has up to the first slash, with it.
 *
 * @param startedAt this node's index when the picture began
 * @param changed by kind: this node's index when one of it was last kept or forgotten
 */
public record DocumentsView(
        PersistentSortedMap<Stored<Value.Document>> entries, long startedAt, PersistentSortedMap<Long> changed) {

    /** The kind of the definitions of prepared queries; the id of one follows. */
    public static final String QUERIES = "query/";

    static DocumentsView startingAt(long index) {
        return new DocumentsView(PersistentSortedMap.empty(), index, PersistentSortedMap.empty());
    }

    DocumentsView with(String name, @Nullable Stored<Value.Document> document, long at) {
        if (document == null && entries.get(name) == null) {
            return this;
        }
        return new DocumentsView(
                document == null ? entries.remove(name) : entries.put(name, document),
                startedAt,
                changed.put(name.substring(0, name.indexOf('/') + 1), at));
    }

    /** This node's index when a document of a kind, such as {@code rollout/}, was last kept or forgotten. */
    public long changedAt(String kind) {
        return Objects.requireNonNullElse(changed.get(kind), startedAt);
    }
}
