package engine.kv;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** What is wrong with the id of a session or a query, in the words of Consul. */
final class Lookups {
    static final String MISSING = "missing session";

    private static final int LENGTH = 36;
    private static final int HYPHENS = 4;

    private Lookups() {}

    /** Null when the session that is to have a lock is there. */
    static @Nullable String fault(SessionWrites sessions, String id) {
        if (id.isEmpty()) {
            return MISSING;
        }
        var malformed = malformed(id);
        if (malformed != null) {
            return malformed;
        }
        return sessions.find(id) == null ? "invalid session " + Texts.quoted(id) : null;
    }

    /** Null when it can be the id of a session. */
    static @Nullable String malformed(String id) {
        var why = noId(id);
        return why == null ? null : "failed session lookup: " + why;
    }

    /** Null when it can be an id. */
    static @Nullable String noId(String id) {
        var why = why(new String(id.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
        return why == null ? null : "index error: " + why;
    }

    private static @Nullable String why(String bytes) {
        if (bytes.length() != LENGTH) {
            return "UUID must be 36 characters";
        }
        var hyphens = bytes.chars().filter(c -> c == '-').count();
        if (hyphens > HYPHENS) {
            return "UUID should have maximum of 4 \"-\"; got " + hyphens;
        }
        var digits = bytes.replace("-", "");
        if (digits.length() % 2 != 0) {
            return "Input (without hyphens) must be even length";
        }
        var wrong = digits.chars().filter(c -> !HexFormat.isHexDigit(c)).findFirst();
        return wrong.isPresent() ? "Invalid UUID: encoding/hex: invalid byte: " + Texts.rune(wrong.getAsInt()) : null;
    }
}
