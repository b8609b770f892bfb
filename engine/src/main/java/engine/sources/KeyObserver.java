package engine.sources;

import engine.events.Trigger.Source.Keys;
import engine.text.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The changes of a key, or of those with a prefix, one by one.
 *
 * @param index of the last change that is known; empty before it is known what there was before the trigger
 */
record KeyObserver(Keys keys, String index) implements Observer {
    private static final int GONE = 410;
    /** Keys that the engine makes for itself. */
    private static final String OWN = ".engine/";

    static KeyObserver of(Keys keys) {
        return new KeyObserver(keys, "");
    }

    /** Where it begins is what the majority has: a server that has just come does not know it yet. */
    @Override
    public Optional<String> question() {
        return Optional.of("/v1/kv-changes/" + Paths.encoded(keys.path())
                + (index.isEmpty() ? "?consistent" : "?index=" + index + WAIT));
    }

    @Override
    public Step saw(Answer answer, Instant now) {
        if (answer.status() == GONE) {
            return new Step(of(keys), List.of(), "changes of keys were missed: they are no longer kept");
        }
        var changes = Json.objects(Json.parse(answer.expectOk()));
        var next = new KeyObserver(keys, answer.index());
        return index.isEmpty()
                ? Step.of(next, List.of())
                : Step.of(
                        next,
                        changes.stream()
                                .filter(this::isWanted)
                                .map(KeyObserver::sighting)
                                .toList());
    }

    private boolean isWanted(Map<String, @Nullable Object> change) {
        var key = Json.string(change, "Key");
        return (keys.prefix() ? key.startsWith(keys.path()) : key.equals(keys.path()))
                && !key.startsWith(OWN)
                && (keys.operations().isEmpty() || keys.operations().contains(Json.string(change, "Operation")));
    }

    private static Sighting sighting(Map<String, @Nullable Object> change) {
        var key = Json.string(change, "Key");
        return Sighting.of(
                "KV",
                "key '%s': %s".formatted(key, Json.string(change, "Operation")),
                "kv/" + change.get("Index") + "/" + key,
                Duration.ZERO,
                Instant.parse(Json.string(change, "Time")),
                change);
    }

    @Override
    public Observer goingOn(String position) {
        return new KeyObserver(keys, position);
    }

    @Override
    public String position() {
        return index;
    }
}
