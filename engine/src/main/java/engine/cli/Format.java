package engine.cli;

/** How answers are printed: tables for people, JSON for programs. */
enum Format {
    TABLE,
    JSON;

    /** What {@code --format} says. */
    static Format of(Arguments arguments) {
        var format = arguments.value("format", "table");
        return switch (format) {
            case "table" -> TABLE;
            case "json" -> JSON;
            default -> throw Failure.usage("--format is table or json, not '" + format + "'.");
        };
    }
}
