package engine.link;

import java.util.Objects;

/** What went wrong, in words. */
final class Faults {
    private Faults() {}

    /** The message of the innermost cause. */
    static String sentence(Throwable failure) {
        var innermost = innermost(failure);
        return Objects.requireNonNullElse(
                innermost.getMessage(), innermost.getClass().getSimpleName());
    }

    static Throwable innermost(Throwable failure) {
        var innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return innermost;
    }
}
