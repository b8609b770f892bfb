package engine.sources;

import engine.events.Trigger.Source.Watch;
import engine.events.Trigger.Source.WatchType;
import engine.text.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The answers to a question, handed over whole when they are others than before, as Consul's watches do.
 *
 * @param last a digest of what was handed over last; empty for nothing yet
 */
record WatchObserver(Watch watch, String index, String last) implements Observer {
    private static final int MISSING = 404;
    private static final String NOTHING = "null";

    static WatchObserver of(Watch watch) {
        return new WatchObserver(watch, "", "");
    }

    @Override
    public Optional<String> question() {
        return Optional.of(watch.path() + (watch.path().contains("?") ? "&" : "?") + "index="
                + (index.isEmpty() ? "0" : index) + WAIT);
    }

    @Override
    public Step saw(Answer answer, Instant now) {
        var mayBeNothing = watch.type() == WatchType.KEY || watch.type() == WatchType.PREFIX;
        var value = mayBeNothing && answer.status() == MISSING ? null : Json.parse(answer.expectOk());
        var text = Json.text(
                switch (watch.type()) {
                    case KEY -> keys(value).stream().findFirst().orElse(null);
                    case PREFIX -> value == null ? null : keys(value);
                    case WHOLE -> value;
                });
        var digest = digest(text);
        var next = new WatchObserver(watch, answer.indexAfter(index), digest);
        // A key that is not there is none until it has been.
        boolean same = digest.equals(last) || (last.isEmpty() && text.equals(NOTHING));
        return Step.of(next, same ? List.of() : List.of(sighting(answer, text, digest, now)));
    }

    /** Keys as Consul hands them over: with a session, if an empty one. */
    private static List<Map<String, @Nullable Object>> keys(@Nullable Object value) {
        var keys = Json.objects(value);
        keys.forEach(key -> key.putIfAbsent("Session", ""));
        return keys;
    }

    private Sighting sighting(Answer answer, String text, String mark, Instant now) {
        return new Sighting(
                "watch of " + watch.path(),
                "watch/" + mark,
                Duration.ZERO,
                now,
                Map.of("CONSUL_INDEX", answer.index().isEmpty() ? "0" : answer.index()),
                ByteString.fromString(text + "\n"));
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Observer goingOn(String position) {
        return new WatchObserver(watch, "", position);
    }

    @Override
    public String position() {
        return last;
    }
}
