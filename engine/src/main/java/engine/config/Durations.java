package engine.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Durations as Go writes them ({@code 1h30m}, {@code 250ms}) and as HOCON does ({@code 10 s}, {@code 5 minutes}). */
final class Durations {

    private static final Map<String, Long> GO_UNITS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "\u00b5s", 1_000L,
            "\u03bcs", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L);

    private static final Pattern HOCON = Pattern.compile("(\\d{1,30}(?:\\.\\d{1,30})?)\\s*([A-Za-z]{1,20})");

    private static final int MOST_CHARACTERS = 200;

    private Durations() {}

    /**
     * Reads Go's form only.
     *
     * @throws IllegalArgumentException with the sentence of Go's {@code time.ParseDuration}
     */
    static Duration go(String text) {
        var invalid = "time: invalid duration \"" + Values.shorten(text) + "\"";
        boolean negative = text.startsWith("-");
        var rest = negative || text.startsWith("+") ? text.substring(1) : text;
        if (rest.equals("0")) {
            return Duration.ZERO;
        }
        if (rest.isEmpty() || text.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException(invalid);
        }
        var nanos = BigDecimal.ZERO;
        while (!rest.isEmpty()) {
            int numberEnd = span(rest, 0, true);
            var number = rest.substring(0, numberEnd);
            if (!number.matches("\\d+\\.?\\d*|\\.\\d+")) {
                throw new IllegalArgumentException(invalid);
            }
            int unitEnd = span(rest, numberEnd, false);
            var unit = rest.substring(numberEnd, unitEnd);
            var factor = GO_UNITS.get(unit);
            if (unit.isEmpty()) {
                throw new IllegalArgumentException("time: missing unit in duration \"" + text + "\"");
            }
            if (factor == null) {
                throw new IllegalArgumentException("time: unknown unit \"" + unit + "\" in duration \"" + text + "\"");
            }
            nanos = nanos.add(decimal(number).multiply(BigDecimal.valueOf(factor)));
            rest = rest.substring(unitEnd);
        }
        return nanos(negative ? nanos.negate() : nanos).orElseThrow(() -> new IllegalArgumentException(invalid));
    }

    /** Reads either form; empty for anything else, negative durations included. */
    static Optional<Duration> read(String text) {
        var trimmed = text.strip();
        var match = HOCON.matcher(trimmed);
        if (match.matches()) {
            return unit(match.group(2))
                    .flatMap(nanos -> nanos(decimal(match.group(1)).multiply(BigDecimal.valueOf(nanos))));
        }
        try {
            return Optional.of(go(trimmed)).filter(d -> !d.isNegative());
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** The shortest form of whole hours, seconds or milliseconds. */
    static String text(Duration duration) {
        long millis = duration.toMillis();
        return millis % 3_600_000 == 0
                ? millis / 3_600_000 + "h"
                : millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }

    /** Nanoseconds in a unit as HOCON names them. */
    private static Optional<Long> unit(String name) {
        return Optional.ofNullable(
                switch (name.toLowerCase(Locale.ROOT)) {
                    case "ns", "nano", "nanos", "nanosecond", "nanoseconds" -> 1L;
                    case "us", "micro", "micros", "microsecond", "microseconds" -> 1_000L;
                    case "ms", "milli", "millis", "millisecond", "milliseconds" -> 1_000_000L;
                    case "s", "second", "seconds" -> 1_000_000_000L;
                    case "m", "minute", "minutes" -> 60_000_000_000L;
                    case "h", "hour", "hours" -> 3_600_000_000_000L;
                    case "d", "day", "days" -> 86_400_000_000_000L;
                    default -> null;
                });
    }

    private static BigDecimal decimal(String number) {
        return new BigDecimal(number.endsWith(".") ? number + "0" : number);
    }

    private static Optional<Duration> nanos(BigDecimal nanos) {
        var whole = nanos.toBigInteger();
        return whole.bitLength() > 63 ? Optional.empty() : Optional.of(Duration.ofNanos(whole.longValueExact()));
    }

    /** The end of the run of digits and dots (or of anything else) that starts at {@code from}. */
    private static int span(String text, int from, boolean number) {
        int end = from;
        while (end < text.length()
                && number == (text.charAt(end) == '.' || (text.charAt(end) >= '0' && text.charAt(end) <= '9'))) {
            end++;
        }
        return end;
    }
}
