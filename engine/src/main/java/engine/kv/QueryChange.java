package engine.kv;

/**
 * A prepared query was kept, or deleted.
 *
 * @param query as it is, or as it last was
 * @param index of the command that did it
 */
public record QueryChange(Query query, boolean deleted, long index) {}
