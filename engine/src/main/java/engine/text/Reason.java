package engine.text;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/** Why something failed, in the words that a person can act on. */
public final class Reason {

    private Reason() {}

    /** The message of the innermost cause: what lies above it tells of the program, not of the trouble. */
    public static String of(Throwable failure) {
        var innermost = innermost(failure);
        return switch (innermost) {
            // Of these the JDK tells the file alone.
            case NoSuchFileException e -> e.getFile() + ": there is no such file or directory";
            case AccessDeniedException e -> e.getFile() + ": this user may not do that";
            case FileAlreadyExistsException e -> e.getFile() + ": there is a file of that name";
            default ->
                Objects.requireNonNullElse(
                        innermost.getMessage(), innermost.getClass().getSimpleName());
        };
    }

    /** The cause that has none itself; the failure where it is that. */
    public static Throwable innermost(Throwable failure) {
        var innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return innermost;
    }
}
