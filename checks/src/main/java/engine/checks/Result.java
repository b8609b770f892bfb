package engine.checks;

/** What one probe found. */
public record Result(Status status, String output) {}
