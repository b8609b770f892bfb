package engine.http;

import engine.http.protocol.Protocol;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line for each request, when its answer has been sent; without tokens. */
final class AccessLog {
    private static final Logger LOG = LoggerFactory.getLogger("engine.access");

    private static final int LONGEST_TARGET = 2048;

    private AccessLog() {}

    /**
     * A request that was answered.
     *
     * @param target as it came
     * @param bytes of the answer's body
     */
    record Entry(String client, String method, String target, int status, long bytes, Duration took, String id) {}

    static void log(Protocol.AccessLog form, Entry entry) {
        switch (form) {
            case OFF -> {}
            case TEXT -> LOG.info(text(entry));
            case JSON -> LOG.info(json(entry, Instant.now()));
        }
    }

    static String text(Entry entry) {
        return "%s \"%s %s\" %d %d %.1fms %s"
                .formatted(
                        entry.client().isEmpty() ? "-" : entry.client(),
                        entry.method(),
                        target(entry),
                        entry.status(),
                        entry.bytes(),
                        millis(entry),
                        entry.id());
    }

    static String json(Entry entry, Instant now) {
        return Json.bytes(false, out -> {
                    out.writeStartObject();
                    out.writeStringProperty("time", now.toString());
                    out.writeStringProperty("client", entry.client());
                    out.writeStringProperty("method", entry.method());
                    out.writeStringProperty("target", target(entry));
                    out.writeNumberProperty("status", entry.status());
                    out.writeNumberProperty("bytes", entry.bytes());
                    out.writeNumberProperty("ms", millis(entry));
                    out.writeStringProperty("request-id", entry.id());
                    out.writeEndObject();
                })
                .utf8String();
    }

    private static double millis(Entry entry) {
        return Math.floor(entry.took().toNanos() / 100_000.0) / 10;
    }

    private static String target(Entry entry) {
        var target = withoutToken(entry.target());
        var cut = target.length() > LONGEST_TARGET ? target.substring(0, LONGEST_TARGET) + "..." : target;
        return cut.replaceAll("[^!#-~]", "?"); // one line, and no quote in it
    }

    /** The target with every parameter {@code token} left out, however its name is written. */
    static String withoutToken(String target) {
        var query = target.indexOf('?');
        if (query < 0) {
            return target;
        }
        var kept = Arrays.stream(target.substring(query + 1).split("&"))
                .filter(pair -> !isToken(pair))
                .collect(Collectors.joining("&"));
        return target.substring(0, query) + (kept.isEmpty() ? "" : "?" + kept);
    }

    private static boolean isToken(String pair) {
        var equals = pair.indexOf('=');
        try {
            return Percent.decode(equals < 0 ? pair : pair.substring(0, equals), true)
                    .equalsIgnoreCase("token");
        } catch (Refusal _) {
            return true; // whatever it is
        }
    }
}
