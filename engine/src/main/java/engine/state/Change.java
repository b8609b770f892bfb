package engine.state;

/** An entry that became what {@code entry} says, a tombstone included. */
public record Change(Key key, Entry entry) {}
