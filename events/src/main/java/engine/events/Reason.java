package engine.events;

import java.util.concurrent.CompletionException;

/** The sentence a failure is recorded with. */
final class Reason {
    /** Characters kept. */
    static final int MAX_LENGTH = 500;

    private Reason() {}

    static String of(Throwable failure) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        var message = cause.getMessage();
        var sentence = message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
        return sentence.length() > MAX_LENGTH ? sentence.substring(0, MAX_LENGTH) + "..." : sentence;
    }
}
