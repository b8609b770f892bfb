package engine.snapshot;

import engine.state.Live;

/**
 * An entry of an archive.
 *
 * @param ofAgent whether it belongs to the node of an agent, which alone says what is registered there
 * @param size bytes in the archive before compression
 */
public record Saved(Live live, boolean ofAgent, int size) {}
