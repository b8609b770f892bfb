package engine.http;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

/** {@code /v1/event}: user events, and what was run for them. */
final class EventRoutes {
    /** What names of the program's own events begin with. */
    private static final String RESERVED = "engine:";

    private final UserEvents events;
    private final Reads reads;
    private final HttpSettings settings;
    private final InstantSource clock;

    EventRoutes(UserEvents events, Reads reads, HttpSettings settings, InstantSource clock) {
        this.events = events;
        this.reads = reads;
        this.settings = settings;
        this.clock = clock;
    }

    void addTo(Routes routes) {
        routes.put("/v1/event/fire/", this::fire)
                .get("/v1/event/list", this::list)
                .get("/v1/event/history", this::history)
                .delete("/v1/event/history", this::purge)
                .get("/v1/event/match", this::match)
                .get("/v1/event/runs/", this::runs)
                .put("/v1/event/exec", this::exec);
    }

    private CompletionStage<Answer> fire(Call call) {
        reads.requireDatacenter(call);
        var name = name(call);
        var filters = filters(call.query());
        var ttl = ttl(call.query());
        var key = key(call.query());
        var pretty = call.pretty();
        return call.body()
                .read(settings.eventMaxPayload(), "events.max-payload")
                .thenCompose(
                        payload -> events.fire(new UserEvents.Firing(name, payload, filters, ttl, key), call.context()))
                .thenApply(fired -> Answer.json(pretty, out -> EventJson.fired(out, fired)));
    }

    private static Optional<UserEvents.DeduplicationKey> key(Query query) {
        var window = duration(query, "key-window");
        if (window.isPresent() && !query.has("key")) {
            throw new Refusal(400, "Invalid key-window: it needs a key beside it.");
        }
        return query.has("key")
                ? Optional.of(new UserEvents.DeduplicationKey(query.first("key"), window))
                : Optional.empty();
    }

    /** The name of an event that anybody may fire. */
    static String name(Call call) {
        var name = call.required("Missing name");
        if (name.startsWith(RESERVED)) {
            throw new Refusal(400, "Names of events that begin with \"" + RESERVED + "\" are reserved.");
        }
        return name;
    }

    private CompletionStage<Answer> exec(Call call) {
        reads.requireDatacenter(call);
        var filters = filters(call.query());
        var pretty = call.pretty();
        return call.json(settings)
                .thenCompose(body -> events.exec(ExecRequest.of(body, filters), call.context()))
                .thenApply(event -> Answer.json(pretty, out -> EventJson.fired(out, event)));
    }

    static UserEvents.Filters filters(Query query) {
        var meta = new TreeMap<String, String>();
        for (var text : query.all("meta")) {
            var colon = text.indexOf(':');
            if (colon < 1) {
                throw new Refusal(400, "Invalid meta filter: it is KEY:REGEX.");
            }
            if (meta.put(text.substring(0, colon), text.substring(colon + 1)) != null) {
                throw new Refusal(400, "Invalid meta filter: a key can be given once.");
            }
        }
        return new UserEvents.Filters(query.first("node"), query.first("service"), query.first("tag"), meta);
    }

    static Optional<Duration> ttl(Query query) {
        return duration(query, "ttl");
    }

    private static Optional<Duration> duration(Query query, String name) {
        var text = query.first(name);
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(GoDuration.parse(text)
                        .filter(Duration::isPositive)
                        .orElseThrow(() -> new Refusal(400, "Invalid " + name + ": it is a duration such as 10m.")));
    }

    private CompletionStage<Answer> list(Call call) {
        var name = call.query().first("name");
        var pretty = call.pretty();
        return reads.agentAnswer(
                call,
                new Topic.Events(),
                () -> HealthRoutes.select(
                        events.list(), e -> name.isEmpty() || e.name().equals(name)),
                found -> Answer.json(pretty, out -> Json.array(out, found, EventJson::event)));
    }

    private CompletionStage<Answer> history(Call call) {
        var search = EventSearch.of(call.query(), clock.instant());
        var pretty = call.pretty();
        return reads.answer(
                call,
                new Topic.History(),
                () -> events.history(search),
                found -> Answer.json(pretty, out -> Json.array(out, found.reversed(), EventJson::past)));
    }

    private CompletionStage<Answer> purge(Call call) {
        reads.requireDatacenter(call);
        var search = EventSearch.purge(call.query(), clock.instant());
        var pretty = call.pretty();
        return events.purge(search, call.context())
                .thenApply(purged -> Answer.json(pretty, out -> EventJson.purged(out, purged)));
    }

    private CompletionStage<Answer> match(Call call) {
        reads.requireDatacenter(call);
        var concerned = events.match(filters(call.query()));
        return Reads.now(Answer.json(call.pretty(), out -> Json.array(out, concerned, EventJson::concerned)));
    }

    private CompletionStage<Answer> runs(Call call) {
        var id = call.required("Missing event id");
        var pretty = call.pretty();
        if (events.runs(id).value().isEmpty()) {
            throw unknown(id); // at once, also when the request would wait
        }
        return reads.agentAnswer(
                call,
                new Topic.Runs(id),
                () -> events.runs(id),
                found -> Answer.json(pretty, out -> EventJson.runs(out, found.orElseThrow(() -> unknown(id)))));
    }

    private static Refusal unknown(String id) {
        return new Refusal(404, "No event with id \"" + id + "\" is known here (any more).");
    }
}
