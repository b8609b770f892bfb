package engine.sources;

import engine.events.Trigger.Source.CheckStatus;
import engine.text.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The status of checks.
 *
 * @param known by node and id
 * @param holding those that have come to be as wanted, and have not been so for long enough
 */
record CheckObserver(CheckStatus wanted, String index, Map<String, Known> known, Map<String, Held> holding)
        implements Observer {
    /** The check that each server makes of what it sees itself. */
    private static final String DERIVED = "serfHealth";

    /** @param modified its ModifyIndex */
    record Known(String status, long modified) {}

    /**
     * What becomes news at an instant, if it stays so.
     *
     * @param from the status before
     */
    record Held(Instant due, String from, Sighting sighting) {}

    CheckObserver {
        known = Map.copyOf(known);
        holding = Map.copyOf(holding);
    }

    static CheckObserver of(CheckStatus wanted) {
        return new CheckObserver(wanted, "", Map.of(), Map.of());
    }

    @Override
    public Optional<String> question() {
        var path = !wanted.service().isEmpty()
                ? "checks/" + Paths.value(wanted.service())
                : !wanted.node().isEmpty() ? "node/" + Paths.value(wanted.node()) : "state/any";
        return Optional.of("/v1/health/" + path + (index.isEmpty() ? "" : "?index=" + index + WAIT));
    }

    @Override
    public Step saw(Answer answer, Instant now) {
        var seen = new LinkedHashMap<String, Known>();
        var held = new LinkedHashMap<String, Held>();
        var news = new ArrayList<Sighting>();
        for (var check : Json.objects(Json.parse(answer.expectOk()))) {
            if (isWanted(check)) {
                var name = Seen.name(Json.string(check, "Node"), Json.string(check, "CheckID"));
                var before = known.get(name);
                var is = status(check, before);
                seen.put(name, is);
                if (before == null || before.status().equals(is.status())) {
                    Optional.ofNullable(holding.get(name)).ifPresent(waits -> held.put(name, waits));
                } else if (isWanted(before.status(), is.status())) {
                    var sighting = sighting(check, before.status(), is, now);
                    if (wanted.holding().isZero()) {
                        news.add(sighting);
                    } else {
                        held.put(name, new Held(now.plus(wanted.holding()), before.status(), sighting));
                    }
                }
            }
        }
        return Step.of(new CheckObserver(wanted, answer.indexAfter(index), seen, held), news);
    }

    /** What a server says that knows less than the one before does not count. */
    private static Known status(Map<String, @Nullable Object> check, @Nullable Known before) {
        var modified = Json.number(check, "ModifyIndex");
        return before != null
                        && Long.compareUnsigned(modified, before.modified()) < 0
                        && !Json.string(check, "CheckID").equals(DERIVED)
                ? before
                : new Known(Json.string(check, "Status"), modified);
    }

    private boolean isWanted(Map<String, @Nullable Object> check) {
        return (wanted.node().isEmpty() || wanted.node().equalsIgnoreCase(Json.string(check, "Node")))
                && (wanted.check().isEmpty() || wanted.check().equals(Json.string(check, "CheckID")));
    }

    private boolean isWanted(String from, String to) {
        return (wanted.from().isEmpty() || wanted.from().equals(from))
                && (wanted.to().isEmpty() || wanted.to().equals(to));
    }

    private static Sighting sighting(Map<String, @Nullable Object> check, String from, Known is, Instant now) {
        var node = Json.string(check, "Node");
        var id = Json.string(check, "CheckID");
        boolean derived = id.equals(DERIVED);
        var fields = new LinkedHashMap<String, @Nullable Object>();
        for (var field : List.of("Node", "CheckID", "Name", "ServiceID", "ServiceName")) {
            fields.put(field, check.get(field));
        }
        fields.put("From", from);
        fields.put("Status", is.status());
        fields.put("Output", check.get("Output"));
        return Sighting.of(
                "CHECK",
                "check '%s' of %s: %s -> %s".formatted(id, node, from, is.status()),
                "check/%s/%s/%s%s".formatted(node, id, is.status(), derived ? "" : "/" + is.modified()),
                derived ? Sighting.BLUR : Duration.ZERO,
                now,
                fields);
    }

    @Override
    public Optional<Instant> due() {
        return holding.values().stream().map(Held::due).min(Comparator.naturalOrder());
    }

    @Override
    public Step at(Instant now) {
        var left = new LinkedHashMap<String, Held>();
        var news = new ArrayList<Sighting>();
        holding.forEach((name, held) -> {
            if (held.due().isAfter(now)) {
                left.put(name, held);
            } else {
                news.add(held.sighting());
            }
        });
        return Step.of(new CheckObserver(wanted, index, known, left), news);
    }

    @Override
    public Observer goingOn(String position) {
        var statuses = new LinkedHashMap<String, Known>();
        Seen.rows(position).forEach(row -> statuses.put(Seen.name(row.get(0), row.get(1)), new Known(row.get(2), 0)));
        return new CheckObserver(wanted, "", statuses, Map.of());
    }

    /** What is held is not yet so: after a restart it must hold again. Without indexes, which may begin anew meanwhile. */
    @Override
    public String position() {
        return Seen.text(known, (name, is) -> {
            var held = holding.get(name);
            return Stream.concat(Seen.parts(name), Stream.of(held == null ? is.status() : held.from()));
        });
    }
}
