package engine.http.protocol;

import java.util.Locale;

/** Errors as {@code application/problem+json} (RFC 9457), for who asks for it. */
public final class Problem {
    /** Its media type. */
    public static final String TYPE = "application/problem+json";

    private Problem() {}

    /** Whether a value of Accept names it. */
    public static boolean isWanted(String accept) {
        return accept.toLowerCase(Locale.ROOT).contains(TYPE);
    }
}
