package engine.http;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Durations as Go writes them, and with it all of the API: {@code 10s}, {@code 1.5h2m}, {@code -3ms}, {@code 0}. */
public final class GoDuration {
    private static final Pattern WHOLE =
            Pattern.compile("[-+]?(?:(?:[0-9]{1,20}(?:\\.[0-9]{0,20})?|\\.[0-9]{1,20})(?:ns|us|µs|μs|ms|s|m|h)){1,16}");
    private static final Pattern PART = Pattern.compile("([0-9.]+)(ns|us|µs|μs|ms|s|m|h)");
    private static final BigDecimal MAX_NANOS = BigDecimal.valueOf(Long.MAX_VALUE);

    private GoDuration() {}

    /** The duration; empty when the text is none, or one of more than 292 years. */
    public static Optional<Duration> parse(String text) {
        if (text.equals("0")) {
            return Optional.of(Duration.ZERO);
        }
        if (!WHOLE.matcher(text).matches()) {
            return Optional.empty();
        }
        var nanos = BigDecimal.ZERO;
        for (var part = PART.matcher(text); part.find(); ) {
            nanos = nanos.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(nanos(part.group(2)))));
        }
        if (nanos.compareTo(MAX_NANOS) > 0) {
            return Optional.empty();
        }
        var duration = Duration.ofNanos(nanos.longValue());
        return Optional.of(text.startsWith("-") ? duration.negated() : duration);
    }

    /** The duration as Go writes it: {@code 1h2m0s}, {@code 1.5s}, {@code 20ms}; not negative. */
    public static String text(Duration duration) {
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            var nanos = duration.toNanos();
            return nanos == 0
                    ? "0s"
                    : nanos < 1_000
                            ? nanos + "ns"
                            : nanos < 1_000_000 ? fraction(nanos, 3) + "µs" : fraction(nanos, 6) + "ms";
        }
        var minutes = duration.toMinutes();
        var seconds = fraction(duration.minusMinutes(minutes).toNanos(), 9) + 's';
        return minutes == 0 ? seconds : (minutes < 60 ? "" : minutes / 60 + "h") + minutes % 60 + 'm' + seconds;
    }

    private static String fraction(long number, int digits) {
        return BigDecimal.valueOf(number, digits).stripTrailingZeros().toPlainString();
    }

    private static long nanos(String unit) {
        return switch (unit) {
            case "ns" -> 1;
            case "us", "µs", "μs" -> 1_000;
            case "ms" -> 1_000_000;
            case "s" -> 1_000_000_000;
            case "m" -> 60_000_000_000L;
            default -> 3_600_000_000_000L; // h: the pattern lets nothing else through
        };
    }
}
