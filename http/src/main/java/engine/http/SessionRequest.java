package engine.http;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** What the body of a request to make a session says, and what it means where it says nothing. */
final class SessionRequest {
    private static final String SERF_HEALTH = "serfHealth";
    private static final Duration LOCK_DELAY = Duration.ofSeconds(15);
    private static final Duration MAX_TTL = Duration.ofHours(24);

    /** Nanoseconds below which a number for LockDelay is one of seconds. */
    private static final long SECONDS_BELOW = 1000;

    private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]+(\\.[0-9]*)?");

    private SessionRequest() {}

    /** A {@link Refusal} says what is wrong. */
    static Sessions.Asked of(ByteString body, HttpSettings settings) {
        if (body.isEmpty()) {
            return asked(new Members(Map.of(), RequestJson.DECODE_FAILED, ""), settings);
        }
        return asked(new Members(RequestJson.object(body), RequestJson.DECODE_FAILED, ""), settings);
    }

    private static Sessions.Asked asked(Members body, HttpSettings settings) {
        var node = body.value("Node") == null ? settings.nodeName() : body.text("Node");
        if (node.isEmpty()) {
            throw new Refusal(400, "Must provide Node");
        }
        var lockDelay = lockDelay(body.value("LockDelay"));
        var ttl = body.text("TTL");
        return new Sessions.Asked(
                body.text("Name"),
                node,
                lockDelay,
                behavior(body.text("Behavior")),
                ttl,
                ttl(ttl, settings.sessionTtlMin()),
                nodeChecks(body),
                serviceChecks(body));
    }

    private static Duration lockDelay(@Nullable Object value) {
        var given = switch (value) {
            case null -> LOCK_DELAY;
            case String text -> GoDuration.parse(text).orElseThrow(() -> refusal(problem(text)));
            case Long number -> Duration.ofNanos(number);
            case Double number -> Duration.ofNanos(number.longValue());
            default -> throw refusal("LockDelay must be a duration such as \"15s\", or a number of nanoseconds");
        };
        if (given.isNegative()) {
            throw refusal("LockDelay must not be negative");
        }
        return given.toNanos() < SECONDS_BELOW ? Duration.ofSeconds(given.toNanos()) : given;
    }

    /** What Go says of a text that is no duration. */
    static String problem(String text) {
        return "time: " + (NUMBER.matcher(text).matches() ? "missing unit in" : "invalid") + " duration \"" + text
                + '"';
    }

    private static Sessions.Behavior behavior(String text) {
        if (text.isEmpty()) {
            return Sessions.Behavior.RELEASE;
        }
        for (var behavior : Sessions.Behavior.values()) {
            if (behavior.text().equals(text)) {
                return behavior;
            }
        }
        throw new Refusal(400, "Invalid Behavior setting '" + text + "'");
    }

    private static Duration ttl(String text, Duration min) {
        if (text.isEmpty()) {
            return Duration.ZERO;
        }
        var ttl = GoDuration.parse(text)
                .orElseThrow(() -> new Refusal(400, "Session TTL '" + text + "' invalid: " + problem(text)));
        if (!ttl.isZero() && (ttl.compareTo(min) < 0 || ttl.compareTo(MAX_TTL) > 0)) {
            throw new Refusal(
                    400,
                    "Invalid Session TTL '" + ttl.toNanos() + "', must be between [" + GoDuration.text(min) + '='
                            + GoDuration.text(MAX_TTL) + ']');
        }
        return ttl;
    }

    /**
     * Those named, in either way that clients know; the node's own health where neither member is there. A member that is null or
     * empty names none.
     */
    private static List<String> nodeChecks(Members body) {
        var checks = body.texts("Checks").orElse(List.of());
        var isGiven = body.has("NodeChecks") || (body.has("Checks") && checks.isEmpty());
        var all = new LinkedHashSet<>(isGiven ? body.texts("NodeChecks").orElse(List.of()) : List.of(SERF_HEALTH));
        if (!all.isEmpty()) {
            all.addAll(checks);
        }
        return List.copyOf(all);
    }

    private static List<Sessions.ServiceCheck> serviceChecks(Members body) {
        return body.objects("ServiceChecks").orElse(List.of()).stream()
                .map(check -> new Sessions.ServiceCheck(check.text("ID"), check.text("Namespace")))
                .toList();
    }

    private static Refusal refusal(String why) {
        return RequestJson.refusal(RequestJson.DECODE_FAILED, why);
    }
}
