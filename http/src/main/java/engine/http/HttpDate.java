package engine.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The present time as headers have it (RFC 9110, 5.6.7); made once a second. */
final class HttpDate {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private record Second(long epoch, String text) {}

    private static volatile Second last = new Second(0, "");

    private HttpDate() {}

    static String now() {
        var now = Instant.now();
        var second = last;
        if (second.epoch() != now.getEpochSecond()) {
            second = new Second(now.getEpochSecond(), FORMAT.format(now));
            last = second;
        }
        return second.text();
    }
}
