package engine.sources;

import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Why something failed, in words. */
final class Reason {
    private Reason() {}

    static String of(Throwable failure) {
        @Nullable Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        var known = cause == null ? failure : cause;
        var message = known.getMessage();
        return message == null || message.isBlank() ? known.getClass().getSimpleName() : message;
    }
}
