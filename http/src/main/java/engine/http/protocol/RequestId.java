package engine.http.protocol;

import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** The name of a request in answers and logs. */
public final class RequestId {
    /** Read from requests, and written to answers. */
    public static final String HEADER = "X-Request-Id";

    private static final int LONGEST = 128;

    private RequestId() {}

    /** What the client calls it, where that is a name of letters, digits and {@code -_.:/+=}; otherwise a new one. */
    public static String of(Optional<String> asked) {
        return asked.filter(RequestId::isSane)
                .orElseGet(() ->
                        HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()));
    }

    private static boolean isSane(String id) {
        return !id.isEmpty()
                && id.length() <= LONGEST
                && id.chars().allMatch(c -> c < 0x80 && (Character.isLetterOrDigit(c) || "-_.:/+=".indexOf(c) >= 0));
    }
}
