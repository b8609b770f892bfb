package engine;

import engine.events.Coordination.Kept;
import engine.events.EventIds;
import engine.events.EventRequest;
import engine.events.RolloutOrder;
import engine.events.RolloutRecord;
import engine.events.RolloutRetention;
import engine.events.RolloutSpec;
import engine.events.RolloutVerb;
import engine.events.Share;
import engine.http.Context;
import engine.http.Indexed;
import engine.http.Refusal;
import engine.http.Rollouts;
import engine.http.UserEvents.Filters;
import engine.state.Key;
import engine.state.Published;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Rollouts as HTTP sees them: read from the picture, started and told through the log.
 *
 * @param node name of this node
 */
record HttpRollouts(
        String node,
        Published published,
        KeptRollouts kept,
        KvWrites log,
        EventRequests requests,
        EventMatch match,
        EventIds ids,
        InstantSource clock)
        implements Rollouts {
    /** Tries to tell a rollout that changes meanwhile. */
    private static final int TRIES = 20;

    private static final Duration TIMEOUT = Duration.ofMinutes(10);
    private static final Duration HEALTHY_TIMEOUT = Duration.ofMinutes(5);
    private static final Duration HEALTHY_FOR = Duration.ofSeconds(10);
    private static final String SPREAD = "spread:";
    private static final String GIVEN = "given:";

    /** Bytes of a record that the log surely takes, and what a node can come to in one. */
    private static final int MAX_RECORD = 1_400_000;

    private static final int NODE = 1_100;

    @Override
    public CompletionStage<Rollouts.Rollout> start(Start start, Context context) {
        var request = switch (start.work()) {
            case Work.Fire(var firing) -> requests.of(firing);
            case Work.Run(var exec) -> requests.of(exec);
        };
        var id = ids.next();
        var matching = nodes(request);
        var order = start.plan().order();
        var nodes = order.startsWith(GIVEN) ? given(order.substring(GIVEN.length()), matching) : matching;
        var rollout = EventRequests.checked(() -> engine.events.Rollout.of(id, spec(start.plan(), id), nodes));
        refuseTooMuch(request, rollout);
        var now = clock.instant();
        var by = context.agent().isEmpty() ? node : context.agent();
        var record = new RolloutRecord(rollout, request, by, context.by(), now, now);
        return log.held(() -> RolloutCoordination.keep(id, Optional.of(record), 0), context)
                .thenApply(_ -> {
                    AuditLog.started(rollout, request, by, context.by());
                    return RolloutText.of(record);
                });
    }

    private Map<String, Map<String, String>> nodes(EventRequest request) {
        var filters =
                new Filters(request.nodeFilter(), request.serviceFilter(), request.tagFilter(), request.metaFilters());
        var nodes = new HashMap<String, Map<String, String>>();
        for (var concerned : match.match(filters)) {
            var state = published.current().catalog().node(concerned.node());
            var meta = state == null || state.node() == null
                    ? null
                    : state.node().value().meta();
            nodes.put(concerned.node(), Objects.requireNonNullElse(meta, Map.of()));
        }
        if (nodes.isEmpty()) {
            throw new Refusal(400, "No node matches: nothing was started.");
        }
        return nodes;
    }

    /** The nodes that are named, in the order in which they are, each as the catalog writes it. */
    private static Map<String, Map<String, String>> given(String names, Map<String, Map<String, String>> matching) {
        var written = new HashMap<String, String>();
        matching.keySet().forEach(name -> written.put(Key.fold(name), name));
        var nodes = new LinkedHashMap<String, Map<String, String>>();
        for (var name : names.split(",", -1)) {
            var node = written.get(Key.fold(name));
            if (node == null) {
                throw new Refusal(400, "There is no node '" + name + "' that matches: nothing was started.");
            }
            if (nodes.put(node, Objects.requireNonNull(matching.get(node))) != null) {
                throw new Refusal(400, "Node '" + name + "' is named twice: nothing was started.");
            }
        }
        return nodes;
    }

    private void refuseTooMuch(EventRequest request, engine.events.Rollout rollout) {
        if (request.payload().size() + rollout.nodes().size() * NODE > MAX_RECORD) {
            throw new Refusal(
                    400,
                    "A payload of %d bytes is too large for a rollout over %d nodes."
                            .formatted(request.payload().size(), rollout.nodes().size()));
        }
        var goingOn = kept.all().stream()
                .filter(each -> !each.record().rollout().over())
                .count();
        if (goingOn >= RolloutRetention.MAX_GOING_ON) {
            throw new Refusal(429, "There are %d rollouts that are not over: abort one first.".formatted(goingOn));
        }
    }

    private static RolloutSpec spec(Plan plan, String id) {
        if (!plan.untilHealthy()
                && (plan.healthyTimeout().isPresent() || plan.healthyFor().isPresent())) {
            throw new IllegalArgumentException("healthy-timeout and healthy-for need until-healthy beside them");
        }
        var healthy = plan.healthyTimeout().orElse(HEALTHY_TIMEOUT);
        var usual = HEALTHY_FOR.compareTo(healthy) < 0 ? HEALTHY_FOR : healthy.dividedBy(2);
        return new RolloutSpec(
                order(plan.order(), id),
                Share.parse(plan.maxParallel().isEmpty() ? "1" : plan.maxParallel()),
                plan.batch().isEmpty() ? Optional.empty() : Optional.of(Share.parse(plan.batch())),
                plan.maxFailures(),
                plan.canary(),
                plan.pause(),
                plan.timeout().orElse(TIMEOUT),
                plan.untilHealthy() ? Optional.of(healthy) : Optional.empty(),
                plan.healthyFor().orElse(usual));
    }

    private static RolloutOrder order(String text, String id) {
        if (text.startsWith(SPREAD)) {
            return new RolloutOrder.Spread(text.substring(SPREAD.length()));
        }
        if (text.startsWith(GIVEN)) {
            return new RolloutOrder.AsGiven();
        }
        return switch (text) {
            case "", "name" -> new RolloutOrder.ByName();
            case "random" -> new RolloutOrder.Shuffled(id.hashCode());
            default ->
                throw new IllegalArgumentException(
                        "order is name, random, spread:KEY or given:NODE,NODE, was '" + text + "'");
        };
    }

    @Override
    public Indexed<List<Rollouts.Rollout>> list() {
        var index = kept.changedAt();
        var all = kept.all().stream().map(each -> RolloutText.of(each.record())).toList();
        return new Indexed<>(index, all.reversed());
    }

    @Override
    public Indexed<Optional<Rollouts.Rollout>> get(String id) {
        var index = kept.changedAt();
        return new Indexed<>(index, kept.find(id).map(each -> RolloutText.of(each.record())));
    }

    @Override
    public CompletionStage<Rollouts.Rollout> tell(String id, Verb verb, Context context) {
        return tell(id, verb, context, TRIES);
    }

    private CompletionStage<Rollouts.Rollout> tell(String id, Verb verb, Context context, int tries) {
        var found = kept.find(id)
                .orElseThrow(() -> new Refusal(404, "No rollout with id \"" + id + "\" is known here (any more)."));
        var next = next(found, verb);
        if (next.rollout().equals(found.record().rollout())) {
            return CompletableFuture.completedStage(RolloutText.of(next));
        }
        return log.held(() -> RolloutCoordination.keep(id, Optional.of(next), found.version()), context)
                .thenCompose(held -> {
                    if (held) {
                        var by = context.agent().isEmpty() ? node : context.agent();
                        AuditLog.told(id, verb.name().toLowerCase(Locale.ROOT), by, context.by());
                        return CompletableFuture.completedStage(RolloutText.of(next));
                    }
                    if (tries <= 1) {
                        throw new Refusal(500, "The rollout changed again and again meanwhile: try again.");
                    }
                    return tell(id, verb, context, tries - 1);
                });
    }

    private RolloutRecord next(Kept found, Verb verb) {
        var told = switch (verb) {
            case PAUSE -> RolloutVerb.PAUSE;
            case RESUME -> RolloutVerb.RESUME;
            case ABORT -> RolloutVerb.ABORT;
            case RETRY -> RolloutVerb.RETRY;
        };
        return switch (told.tell(found.record().rollout())) {
            case RolloutVerb.Answer.Accepted(var state) -> found.record().with(state, clock.instant());
            case RolloutVerb.Answer.Refused(var reason) -> throw new Refusal(409, reason + ".");
        };
    }
}
