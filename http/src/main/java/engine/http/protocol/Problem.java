package engine.http.protocol;

import java.util.List;
import java.util.Locale;

/** Errors as {@code application/problem+json} (RFC 9457), for who asks for it. */
public final class Problem {
    /** Its media type. */
    public static final String TYPE = "application/problem+json";

    private Problem() {}

    /** Whether these values of Accept name it. */
    public static boolean isWanted(List<String> accept) {
        return accept.stream().anyMatch(value -> value.toLowerCase(Locale.ROOT).contains(TYPE));
    }
}
