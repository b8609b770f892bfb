package engine.link;

import java.util.Objects;
import java.util.regex.Pattern;

/** What went wrong, in words. */
final class Faults {
    /** What the stream library puts before the reason of a connection that could not be made. */
    private static final Pattern BECAUSE = Pattern.compile("(?s).* failed because of [\\w.$]+: (.+)");

    private Faults() {}

    /** The message of the innermost cause. */
    static String sentence(Throwable failure) {
        var innermost = innermost(failure);
        var message = Objects.requireNonNullElse(
                innermost.getMessage(), innermost.getClass().getSimpleName());
        var because = BECAUSE.matcher(message);
        return because.matches() ? because.group(1) : message;
    }

    static Throwable innermost(Throwable failure) {
        var innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return innermost;
    }
}
