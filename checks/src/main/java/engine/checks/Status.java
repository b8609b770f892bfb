package engine.checks;

import java.util.Locale;
import java.util.Optional;

/** The three states of a check, in order of severity: the greater one decides for a service or node. */
public enum Status {
    PASSING,
    WARNING,
    CRITICAL;

    /** The lower-case word that stands for this status in JSON, configuration and DNS filters. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The status that {@code text} names exactly ({@code passing}, {@code warning}, {@code critical}); empty for any other text. */
    public static Optional<Status> parse(String text) {
        return switch (text) {
            case "passing" -> Optional.of(PASSING);
            case "warning" -> Optional.of(WARNING);
            case "critical" -> Optional.of(CRITICAL);
            default -> Optional.empty();
        };
    }

    /** The more severe of the two. */
    public Status worse(Status other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
