package engine;

import java.util.Objects;

/** Why something failed, in the words that a person can act on. */
final class Reason {

    private Reason() {}

    /** The message of the innermost cause: what lies above it tells of the program, not of the trouble. */
    static String of(Throwable failure) {
        var innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return Objects.requireNonNullElse(
                innermost.getMessage(), innermost.getClass().getSimpleName());
    }
}
