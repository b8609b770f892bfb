package engine.http;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Ids of sessions as requests write them. */
final class SessionId {
    private static final int LENGTH = 36;
    private static final Pattern FORM =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private SessionId() {}

    /** What is wrong with an id; empty when nothing is. */
    static Optional<String> problem(String id) {
        if (id.length() != LENGTH) {
            return Optional.of("UUID must be 36 characters");
        }
        return FORM.matcher(id).matches()
                ? Optional.empty()
                : Optional.of("Invalid UUID: hexadecimal digits in the form 8-4-4-4-12 are expected");
    }

    /** The id itself, refused when it cannot be one. */
    static String of(String id, String failed) {
        problem(id).ifPresent(what -> {
            throw new Refusal(400, failed + what);
        });
        return id.toLowerCase(Locale.ROOT);
    }
}
