package engine.http;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** {@code /v1/event/rollout}: events and commands that go from node to node. */
final class RolloutRoutes {
    static final String START = "/v1/event/rollout/start/";

    private final Rollouts rollouts;
    private final Reads reads;
    private final HttpSettings settings;

    RolloutRoutes(Rollouts rollouts, Reads reads, HttpSettings settings) {
        this.rollouts = rollouts;
        this.reads = reads;
        this.settings = settings;
    }

    void addTo(Routes routes) {
        routes.put(START, this::start)
                .put("/v1/event/rollout/exec", this::exec)
                .get("/v1/event/rollout/list", this::list)
                .get("/v1/event/rollout/show/", this::show);
        for (var verb : Rollouts.Verb.values()) {
            var name = verb.name().toLowerCase(Locale.ROOT);
            routes.put("/v1/event/rollout/" + name + "/", call -> tell(call, verb));
        }
    }

    private CompletionStage<Answer> start(Call call) {
        reads.requireDatacenter(call);
        var name = EventRoutes.name(call);
        var plan = plan(call.query());
        var filters = EventRoutes.filters(call.query());
        var ttl = EventRoutes.ttl(call.query());
        if (call.query().has("key")) {
            throw new Refusal(400, "A rollout takes no key: its nodes each have an event of their own.");
        }
        return call.body()
                .read(settings.eventMaxPayload(), "events.max-payload")
                .thenCompose(payload ->
                        start(call, new Rollouts.Work.Fire(new UserEvents.Firing(name, payload, filters, ttl)), plan));
    }

    private CompletionStage<Answer> exec(Call call) {
        reads.requireDatacenter(call);
        var plan = plan(call.query());
        var filters = EventRoutes.filters(call.query());
        return call.json(settings)
                .thenCompose(body -> start(call, new Rollouts.Work.Run(ExecRequest.of(body, filters)), plan));
    }

    private CompletionStage<Answer> start(Call call, Rollouts.Work work, Rollouts.Plan plan) {
        var pretty = call.pretty();
        return rollouts.start(new Rollouts.Start(work, plan), call.context())
                .thenApply(started -> Answer.json(pretty, out -> RolloutJson.rollout(out, started)));
    }

    private static Rollouts.Plan plan(Query query) {
        return new Rollouts.Plan(
                query.first("order"),
                query.first("max-parallel"),
                query.first("batch"),
                number(query, "max-failures"),
                number(query, "canary"),
                flag(query, "pause"),
                duration(query, "timeout"),
                flag(query, "until-healthy"),
                duration(query, "healthy-timeout"),
                duration(query, "healthy-for"));
    }

    private static int number(Query query, String name) {
        var text = query.first(name);
        if (text.isEmpty()) {
            return 0;
        }
        var number = Numbers.unsigned(text).orElse(-1);
        if (number < 0 || number > Integer.MAX_VALUE) {
            throw new Refusal(400, "Invalid " + name + ": it is a number from 0.");
        }
        return (int) number;
    }

    private static boolean flag(Query query, String name) {
        var value = query.first(name);
        return query.has(name)
                && (value.isEmpty() || Numbers.truth(value, "Invalid " + name + ": it is true or false."));
    }

    private static Optional<Duration> duration(Query query, String name) {
        var text = query.first(name);
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(GoDuration.parse(text)
                        .filter(found -> !found.isNegative())
                        .orElseThrow(() -> new Refusal(400, "Invalid " + name + ": it is a duration such as 10m.")));
    }

    private CompletionStage<Answer> list(Call call) {
        var pretty = call.pretty();
        return reads.answer(
                call,
                new Topic.Rollouts(),
                rollouts::list,
                found -> Answer.json(pretty, out -> Json.array(out, found, RolloutJson::summary)));
    }

    private CompletionStage<Answer> show(Call call) {
        var id = id(call);
        var pretty = call.pretty();
        if (rollouts.get(id).value().isEmpty()) {
            throw unknown(id); // at once, also when the request would wait
        }
        return reads.answer(
                call,
                new Topic.Rollouts(),
                () -> rollouts.get(id),
                found -> Answer.json(pretty, out -> RolloutJson.rollout(out, found.orElseThrow(() -> unknown(id)))));
    }

    private CompletionStage<Answer> tell(Call call, Rollouts.Verb verb) {
        reads.requireDatacenter(call);
        var pretty = call.pretty();
        return rollouts.tell(id(call), verb, call.context())
                .thenApply(told -> Answer.json(pretty, out -> RolloutJson.rollout(out, told)));
    }

    private static String id(Call call) {
        return call.required("Missing rollout id");
    }

    private static Refusal unknown(String id) {
        return new Refusal(404, "No rollout with id \"" + id + "\" is known here (any more).");
    }
}
