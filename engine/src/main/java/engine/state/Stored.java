package engine.state;

/**
 * A live value with its indexes.
 *
 * @param createIndex index at which the key came to be
 * @param modifyIndex index at which it was last written, the same on every node
 * @param changedAt this node's own index when it learned of that
 */
public record Stored<V>(V value, long createIndex, long modifyIndex, long changedAt) {}
