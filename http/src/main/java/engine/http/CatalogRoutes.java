package engine.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.pekko.Done;

/** {@code /v1/catalog}: nodes and services, and their registration from outside. */
final class CatalogRoutes {
    private final Catalog catalog;
    private final Reads reads;
    private final HttpSettings settings;
    private final Near near;

    CatalogRoutes(Catalog catalog, Reads reads, HttpSettings settings, Near near) {
        this.catalog = catalog;
        this.reads = reads;
        this.settings = settings;
        this.near = near;
    }

    void addTo(Routes routes) {
        routes.get("/v1/catalog/datacenters", this::datacenters)
                .get("/v1/catalog/nodes", this::nodes)
                .get("/v1/catalog/services", call -> reads.cacheable(call, services(call)))
                .get("/v1/catalog/service/", call -> reads.cacheable(call, service(call)))
                .get("/v1/catalog/node/", this::node)
                .get("/v1/catalog/node-services/", this::nodeServices)
                .put("/v1/catalog/register", call -> write(call, catalog::register))
                .put("/v1/catalog/deregister", call -> write(call, catalog::deregister));
    }

    private CompletionStage<Answer> datacenters(Call call) {
        Reads.requireCacheControl(call);
        var names = catalog.datacenters();
        var answer = Answer.json(call.pretty(), out -> Json.array(out, names, (o, name) -> o.writeString(name)));
        return reads.cacheable(call, Reads.now(answer));
    }

    private CompletionStage<Answer> nodes(Call call) {
        var wanted = Selection.nodeMeta(call.query()).and(reads.filter(call, Selectors.NODE));
        var inOrder = near.of(call, Node::name);
        var pretty = call.pretty();
        return reads.sharedAnswer(
                call,
                new Topic.Nodes(),
                () -> HealthRoutes.select(catalog.nodes(), wanted),
                nodes -> Answer.json(pretty, out -> Json.array(out, inOrder.apply(nodes), CatalogJson::node)));
    }

    private CompletionStage<Answer> services(Call call) {
        var onNodes = Selection.nodeMeta(call.query());
        var pretty = call.pretty();
        Supplier<Indexed<Map<String, Set<String>>>> read =
                call.query().has("node-meta") ? () -> servicesOn(onNodes) : catalog::services;
        return reads.sharedAnswer(
                call,
                new Topic.Services(),
                read,
                services -> Answer.json(
                        pretty,
                        out -> Json.object(
                                out, services, (o, tags) -> Json.array(o, tags, (p, tag) -> p.writeString(tag)))));
    }

    /** The names and tags of the services on such nodes only. */
    private Indexed<Map<String, Set<String>>> servicesOn(Predicate<Node> wanted) {
        var index = catalog.services().index();
        Map<String, Set<String>> found = new TreeMap<>();
        for (var node : catalog.nodes().value()) {
            if (wanted.test(node)) {
                catalog.node(node.name())
                        .value()
                        .map(Catalog.NodeServices::services)
                        .orElse(List.of())
                        .forEach(service -> found.computeIfAbsent(service.name(), _ -> new TreeSet<>())
                                .addAll(service.tags()));
            }
        }
        return new Indexed<>(index, found);
    }

    private CompletionStage<Answer> service(Call call) {
        var name = call.required("Missing service name");
        var wanted = HealthRoutes.instances(call.query()).and(reads.filter(call, Selectors.CATALOG_SERVICE));
        var inOrder = near.<Instance>of(call, i -> i.node().name());
        var pretty = call.pretty();
        return reads.sharedAnswer(
                call,
                new Topic.Service(name),
                () -> HealthRoutes.select(catalog.service(name), wanted),
                found ->
                        Answer.json(pretty, out -> Json.array(out, inOrder.apply(found), CatalogJson::catalogService)));
    }

    private CompletionStage<Answer> node(Call call) {
        return nodeAnswer(
                call,
                (pretty, found) -> Answer.json(
                        pretty, out -> found.ifPresentOrElse(n -> CatalogJson.nodeServices(out, n), out::writeNull)));
    }

    private CompletionStage<Answer> nodeServices(Call call) {
        return nodeAnswer(
                call,
                (pretty, found) -> Answer.json(
                        pretty,
                        out -> found.ifPresentOrElse(
                                n -> CatalogJson.nodeServiceList(out, n), () -> CatalogJson.noNode(out))));
    }

    /** Renders a node with those of its services that the filter lets through. */
    private interface NodeAnswer {
        Answer render(boolean pretty, Optional<Catalog.NodeServices> found);
    }

    private CompletionStage<Answer> nodeAnswer(Call call, NodeAnswer answer) {
        var name = call.required("Missing node name");
        var wanted = reads.filter(call, Selectors.SERVICE);
        var pretty = call.pretty();
        return reads.answer(
                call,
                new Topic.Node(name),
                () -> {
                    var found = catalog.node(name);
                    return new Indexed<>(
                            found.index(),
                            found.value()
                                    .map(n -> new Catalog.NodeServices(
                                            n.node(),
                                            n.services().stream().filter(wanted).toList())));
                },
                found -> answer.render(pretty, found));
    }

    private interface Write {
        CompletionStage<Done> apply(Map<String, ?> definition, Context context);
    }

    private CompletionStage<Answer> write(Call call, Write write) {
        reads.requireDatacenter(call);
        return call.json(settings)
                .thenCompose(definition -> {
                    reads.requireDatacenter(RequestJson.text(definition, "Datacenter"));
                    return write.apply(definition, call.context());
                })
                .thenApply(_ -> Answer.json(call.pretty(), out -> out.writeBoolean(true)));
    }
}
