package engine.checks;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The texts of results, cut to a number of UTF-8 bytes without cutting a character. */
final class Output {

    private Output() {}

    /** What a script wrote: all of it, or its end under a line that says how much is missing. */
    static String ofScript(Commands.Finished finished, int limit) {
        var bytes = finished.output().getBytes(StandardCharsets.UTF_8);
        var kept = last(bytes, limit);
        long total = Math.max(finished.outputBytes(), bytes.length);
        int size = kept.getBytes(StandardCharsets.UTF_8).length;
        return size < total ? "Captured %d of %d bytes\n...\n%s".formatted(size, total, kept) : kept;
    }

    /** What a TTL check was told: all of it, or its beginning and how much is missing. */
    static String ofReport(String told, int limit) {
        var bytes = told.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= limit
                ? told
                : "%s ... (captured %d of %d bytes)".formatted(first(bytes, limit), limit, bytes.length);
    }

    /**
     * The text of a body.
     *
     * @param body at most {@code limit} bytes
     * @param whole false if the body went on, perhaps in the middle of a character
     */
    static String ofBody(byte[] body, boolean whole, int limit) {
        var chars = CharBuffer.allocate(body.length);
        // Without the end of input, the decoder leaves the bytes of an incomplete last character alone.
        StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE)
                .decode(ByteBuffer.wrap(body), chars, whole);
        // A byte that is not UTF-8 has become a character of three bytes.
        return first(chars.flip().toString().getBytes(StandardCharsets.UTF_8), limit);
    }

    /** The beginning of a text: as much of it as has at most {@code limit} bytes. */
    static String beginning(String text, int limit) {
        return first(text.getBytes(StandardCharsets.UTF_8), limit);
    }

    private static String first(byte[] utf8, int limit) {
        int end = Math.min(utf8.length, limit);
        while (end < utf8.length && end > 0 && isContinuation(utf8[end])) {
            end--;
        }
        return new String(utf8, 0, end, StandardCharsets.UTF_8);
    }

    private static String last(byte[] utf8, int limit) {
        int start = Math.max(0, utf8.length - limit);
        while (start > 0 && start < utf8.length && isContinuation(utf8[start])) {
            start++;
        }
        return new String(utf8, start, utf8.length - start, StandardCharsets.UTF_8);
    }

    private static boolean isContinuation(byte b) {
        return (b & 0xC0) == 0x80;
    }

    /** A duration as Go prints it, in milliseconds where it is below a second: 500ms, 1.5s, 30s, 1m0s, 1h0m0s. */
    static String ofDuration(Duration duration) {
        if (duration.toSeconds() == 0) {
            return duration.isZero() ? "0s" : decimal(duration.toNanos(), 1_000_000) + "ms";
        }
        var text = new StringBuilder();
        if (duration.toHours() > 0) {
            text.append(duration.toHours()).append('h');
        }
        if (duration.toMinutes() > 0) {
            text.append(duration.toMinutesPart()).append('m');
        }
        long seconds = duration.toNanos() - duration.toMinutes() * 60_000_000_000L;
        return text.append(decimal(seconds, 1_000_000_000)).append('s').toString();
    }

    private static String decimal(long nanos, long unit) {
        var number = BigDecimal.valueOf(nanos).divide(BigDecimal.valueOf(unit));
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
