package engine.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times as people write and read them. */
final class Times {
    private static final Pattern FRACTION = Pattern.compile("(\\.\\d{3})\\d+Z$");

    private Times() {}

    /** A time as in RFC 3339, without what is smaller than a millisecond. */
    static String toMillis(String time) {
        return FRACTION.matcher(time).replaceFirst("$1Z");
    }

    /** Reads {@code 1m30s}, {@code 1.5h}, {@code 500ms}; null when it is none, is not positive or is over 1000 hours. */
    static @Nullable Duration parse(String text) {
        var part = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|s|m|h)").matcher(text);
        var total = Duration.ZERO;
        int end = 0;
        while (part.find() && part.start() == end) {
            var millis = new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unitMillis(part.group(2))));
            total = total.plusMillis(millis.longValue());
            end = part.end();
        }
        return end == text.length() && total.isPositive() && total.toHours() < 1000 ? total : null;
    }

    /** Whether it says no time at all, which {@link #parse} does not take. */
    static boolean isZero(String text) {
        return text.equals("0") || text.equals("0s") || text.equals("0ms");
    }

    private static long unitMillis(String unit) {
        return unit.equals("ms") ? 1 : unit.equals("s") ? 1000 : unit.equals("m") ? 60_000 : 3_600_000;
    }

    /** A length of time, as {@code 12 ms}, {@code 3.4 s} or {@code 2 min 5 s}. */
    static String text(long millis) {
        if (millis < 1000) {
            return millis + " ms";
        }
        if (millis < 60_000) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
        }
        return millis / 60_000 + " min " + millis / 1000 % 60 + " s";
    }
}
