package engine.config;

import engine.checks.CheckSpec;
import engine.checks.CheckSpec.Host.Measure;
import engine.checks.Limit;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads what a check measures of its machine, and from where on that is bad. */
final class HostReader {

    static final Set<String> KEYS = Set.of("disk", "inodes", "memory", "load", "clock", "warning", "critical");

    private HostReader() {}

    static String key(Measure measure) {
        return measure.name().toLowerCase(Locale.ROOT);
    }

    static boolean isPresent(Fields fields, Measure measure) {
        return measure == Measure.MEMORY
                ? fields.flag("memory")
                : !fields.scalar(key(measure)).isEmpty();
    }

    /** @throws IllegalArgumentException for a subject that there is not, and limits that do not go together */
    static CheckSpec read(Fields fields, Measure measure) {
        return new CheckSpec.Host(
                measure,
                measure == Measure.MEMORY ? "" : fields.scalar(key(measure)),
                limit(fields, "warning", measure),
                limit(fields, "critical", measure));
    }

    private static Optional<Limit> limit(Fields fields, String key, Measure measure) {
        var text = fields.scalar(key).strip();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    switch (measure) {
                        case DISK, MEMORY ->
                            text.endsWith("%")
                                    ? percent(text)
                                    : new Limit(
                                            Limit.Unit.BYTES_LEFT,
                                            Sizes.read(text).orElseThrow(() -> none(text)));
                        case INODES -> percent(text);
                        case LOAD -> new Limit(Limit.Unit.LOAD, number(text));
                        case CLOCK ->
                            new Limit(
                                    Limit.Unit.SECONDS,
                                    Durations.read(text)
                                                    .orElseThrow(() -> none(text))
                                                    .toNanos()
                                            / 1e9);
                    });
        } catch (IllegalArgumentException | ArithmeticException _) {
            throw CheckReader.invalid(
                    fields, key, key + " must be " + rule(measure) + ", not '" + Values.shorten(text) + "'");
        }
    }

    private static String rule(Measure measure) {
        return switch (measure) {
            case DISK, MEMORY -> "a part that is used, such as 90%, or a size that is left, such as \"2 GiB\"";
            case INODES -> "a part that is used, such as 90%";
            case LOAD -> "a load per processor, such as 1.5";
            case CLOCK -> "a duration, such as 500ms";
        };
    }

    private static Limit percent(String text) {
        if (!text.endsWith("%")) {
            throw none(text);
        }
        return new Limit(
                Limit.Unit.PERCENT_USED,
                number(text.substring(0, text.length() - 1).strip()));
    }

    private static double number(String text) {
        if (!text.matches("\\d{1,9}(\\.\\d{1,9})?")) {
            throw none(text);
        }
        return Double.parseDouble(text);
    }

    private static IllegalArgumentException none(String text) {
        return new IllegalArgumentException(text);
    }
}
