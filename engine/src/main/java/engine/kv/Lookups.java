package engine.kv;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** What is wrong with the session that a lock is asked for, in the words of Consul. */
final class Lookups {
    static final String MISSING = "missing session";

    private static final int LENGTH = 36;
    private static final int HYPHENS = 4;

    private Lookups() {}

    /** Null when it is there. */
    static @Nullable String fault(SessionWrites sessions, String id) {
        if (id.isEmpty()) {
            return MISSING;
        }
        var malformed = malformed(id);
        if (malformed != null) {
            return "failed session lookup: index error: " + malformed;
        }
        return sessions.find(id) == null ? "invalid session " + Texts.quoted(id) : null;
    }

    /** What keeps it from being a UUID; null when it is one. */
    static @Nullable String malformed(String id) {
        if (id.getBytes(StandardCharsets.UTF_8).length != LENGTH) {
            return "UUID must be 36 characters";
        }
        var hyphens = id.chars().filter(c -> c == '-').count();
        if (hyphens > HYPHENS) {
            return "UUID should have maximum of 4 \"-\"; got " + hyphens;
        }
        var digits = id.replace("-", "");
        if (digits.length() % 2 != 0) {
            return "Input (without hyphens) must be even length";
        }
        for (var i = 0; i < digits.length(); i++) {
            if (!HexFormat.isHexDigit(digits.charAt(i))) {
                return "Invalid UUID: encoding/hex: invalid byte: " + rune(digits.codePointAt(i));
            }
        }
        return null;
    }

    /** As Go writes it. */
    private static String rune(int point) {
        return String.format("U+%04X '%s'", point, Character.toString(point));
    }
}
