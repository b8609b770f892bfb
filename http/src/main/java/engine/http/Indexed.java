package engine.http;

/**
 * A part of the state and the node-local index at which it last changed.
 *
 * @param index greater than 0; never goes back
 */
public record Indexed<T>(long index, T value) {}
