package engine.http.protocol;

import java.util.List;
import java.util.Locale;

/** The header Cache-Control of requests, as Consul reads it. */
public final class CacheControl {
    private CacheControl() {}

    /** Whether these values can be read: ages are whole numbers. What is not known is left alone. */
    public static boolean isValid(List<String> values) {
        for (var value : values) {
            for (var part : value.toLowerCase(Locale.ROOT).split(",")) {
                var directive = part.strip();
                for (var age : List.of("max-age=", "stale-if-error=")) {
                    if (directive.startsWith(age) && !isNumber(directive.substring(age.length()))) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private static boolean isNumber(String text) {
        try {
            Long.parseLong(text);
            return true;
        } catch (NumberFormatException _) {
            return false;
        }
    }
}
