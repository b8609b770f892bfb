package engine.http;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** {@code /v1/health}: checks, and services with their checks. */
final class HealthRoutes {
    private final Catalog catalog;
    private final Reads reads;
    private final Near near;

    HealthRoutes(Catalog catalog, Reads reads, Near near) {
        this.catalog = catalog;
        this.reads = reads;
        this.near = near;
    }

    void addTo(Routes routes) {
        routes.get("/v1/health/node/", this::node)
                .get("/v1/health/checks/", this::checks)
                .get("/v1/health/service/", call -> reads.cacheable(call, service(call)))
                .get("/v1/health/state/", this::state);
    }

    /** The items that are wanted; the very list when all are, so that parked queries share it. */
    static <T> Indexed<List<T>> select(Indexed<List<T>> all, Predicate<T> wanted) {
        var items = all.value();
        return items.stream().allMatch(wanted)
                ? all
                : new Indexed<>(all.index(), items.stream().filter(wanted).toList());
    }

    /** Instances by the metadata of their nodes and their tags. */
    static Predicate<Instance> instances(Query query) {
        var nodes = Selection.nodeMeta(query);
        var tags = Selection.tags(query);
        return instance -> nodes.test(instance.node()) && tags.test(instance.service());
    }

    private CompletionStage<Answer> service(Call call) {
        var name = call.required("Missing service name");
        var wanted =
                instances(call.query()).and(Selection.passing(call.query())).and(reads.filter(call, Selectors.HEALTH));
        var inOrder = near.<Instance>of(call, i -> i.node().name());
        var pretty = call.pretty();
        return reads.sharedAnswer(
                call,
                new Topic.ServiceHealth(name),
                () -> select(catalog.health(name), wanted),
                found -> Answer.json(pretty, out -> Json.array(out, inOrder.apply(found), CatalogJson::health)));
    }

    private CompletionStage<Answer> node(Call call) {
        var name = call.required("Missing node name");
        return checks(call, new Topic.NodeChecks(name), () -> catalog.nodeChecks(name), _ -> true, false);
    }

    private CompletionStage<Answer> checks(Call call) {
        var name = call.required("Missing service name");
        return checks(call, new Topic.ServiceHealth(name), () -> catalog.serviceChecks(name), _ -> true, true);
    }

    private CompletionStage<Answer> state(Call call) {
        var state = call.required("Missing check state");
        Predicate<Check> wanted =
                state.equals("any") ? _ -> true : check -> check.status().equals(state);
        return checks(call, new Topic.Checks(), catalog::checks, wanted, true);
    }

    /** @param ofNodes whether nodes are chosen by their metadata; that of one by its name is not looked at */
    private CompletionStage<Answer> checks(
            Call call, Topic topic, Supplier<Indexed<List<Check>>> read, Predicate<Check> inState, boolean ofNodes) {
        var wanted = inState.and(reads.filter(call, Selectors.CHECK));
        var onNodes = Selection.nodeMeta(call.query());
        var inOrder = near.of(call, Check::node);
        var withNodeMeta = ofNodes && call.query().has("node-meta");
        var pretty = call.pretty();
        return reads.answer(
                call,
                topic,
                () -> withNodeMeta
                        ? select(select(read.get(), wanted), on(nodeNames(onNodes)))
                        : select(read.get(), wanted),
                found -> Answer.json(pretty, out -> Json.array(out, inOrder.apply(found), CatalogJson::check)));
    }

    private static Predicate<Check> on(Set<String> nodes) {
        return check -> nodes.contains(check.node());
    }

    private Set<String> nodeNames(Predicate<Node> wanted) {
        return catalog.nodes().value().stream().filter(wanted).map(Node::name).collect(Collectors.toSet());
    }
}
