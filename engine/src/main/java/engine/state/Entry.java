package engine.state;

import org.jspecify.annotations.Nullable;

/**
 * What a bucket knows about a key: the last value written, or that it was deleted.
 *
 * @param createIndex index at which the key came to be; 0 for a tombstone
 * @param modifyIndex index at which it was last written, set by the writer and so the same on every node
 * @param value null for a tombstone
 */
public record Entry(
        Stamp stamp,
        long createIndex,
        long modifyIndex,
        @Nullable Value value) {

    /** Whether this one wins over {@code other} when two replicas are merged. */
    boolean supersedes(Entry other) {
        return stamp.compareTo(other.stamp) > 0;
    }
}
