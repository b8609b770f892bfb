package engine.config;

import com.typesafe.config.ConfigOrigin;
import java.util.regex.Pattern;

/** Where a value was written, as {@code file:line}. */
final class Place {

    private static final Pattern LINES = Pattern.compile(": (\\d+)(?:-\\d+)?$");

    private Place() {}

    /** Text such as {@code /etc/engine/web.conf:3}; without the line where there are no lines (command line). */
    static String of(ConfigOrigin origin) {
        var first = origin.description();
        if (first.startsWith("merge of ")) {
            first = first.substring("merge of ".length());
            int next = first.indexOf(',');
            first = next < 0 ? first : first.substring(0, next);
        }
        return LINES.matcher(first).replaceFirst(":$1");
    }
}
