package engine.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import tools.jackson.core.JsonGenerator;

/**
 * {@code /v1/internal/ui}: nodes and services in the forms in which tools draw them. A query that waits is answered when a check
 * changes.
 */
final class UiRoutes {
    private static final String SOURCE = "external-source";

    private final Catalog catalog;
    private final Reads reads;

    UiRoutes(Catalog catalog, Reads reads) {
        this.catalog = catalog;
        this.reads = reads;
    }

    void addTo(Routes routes) {
        routes.get("/v1/internal/ui/nodes", this::nodes)
                .get("/v1/internal/ui/node/", this::node)
                .get("/v1/internal/ui/services", this::services)
                .get("/v1/internal/ui/gateway-services-nodes/", this::gateways);
    }

    /** A node with all that is on it. */
    private record Whole(Node node, List<Service> services, List<Check> checks) {}

    private record Summary(String name, List<Instance> instances) {}

    private CompletionStage<Answer> nodes(Call call) {
        var wanted = reads.filter(call, Selectors.NODE);
        var pretty = call.pretty();
        return reads.answer(
                call,
                new Topic.Checks(),
                () -> new Indexed<>(
                        index(),
                        catalog.nodes().value().stream()
                                .filter(wanted)
                                .flatMap(node -> whole(node.name()).stream())
                                .toList()),
                found -> Answer.json(pretty, out -> Json.array(out, found, UiRoutes::whole)));
    }

    private CompletionStage<Answer> node(Call call) {
        var name = call.required("Missing node name");
        var pretty = call.pretty();
        return reads.answer(
                        call,
                        new Topic.NodeChecks(name),
                        () -> new Indexed<>(
                                Math.max(
                                        catalog.node(name).index(),
                                        catalog.nodeChecks(name).index()),
                                whole(name)),
                        found -> found.map(node -> Answer.json(pretty, out -> whole(out, node)))
                                .orElseGet(() -> Answer.empty(404)))
                .thenApply(answer -> answer.status() == 404 ? Answer.empty(404) : answer);
    }

    private Optional<Whole> whole(String name) {
        return catalog.node(name)
                .value()
                .map(found -> new Whole(
                        found.node(),
                        found.services(),
                        catalog.nodeChecks(found.node().name()).value()));
    }

    private static void whole(JsonGenerator out, Whole whole) {
        var node = whole.node();
        out.writeStartObject();
        out.writeStringProperty("ID", node.id());
        out.writeStringProperty("Node", node.name());
        out.writeStringProperty("Address", node.address());
        Json.strings(out, "TaggedAddresses", node.taggedAddresses());
        Json.strings(out, "Meta", node.meta());
        out.writeName("Services");
        Json.array(out, whole.services(), (o, service) -> {
            o.writeStartObject();
            o.writeStringProperty("ID", service.id());
            o.writeStringProperty("Service", service.name());
            CatalogJson.tags(o, "Tags", service.tags(), true);
            CatalogJson.behindTags(o, service);
            o.writeEndObject();
        });
        out.writeName("Checks");
        Json.array(
                out,
                whole.checks(),
                (o, check) -> CatalogJson.check(o, check, check.createIndex(), check.modifyIndex(), true));
        out.writeEndObject();
    }

    private CompletionStage<Answer> services(Call call) {
        var wanted = reads.filter(call, Selectors.HEALTH);
        var pretty = call.pretty();
        return reads.answer(
                call,
                new Topic.Checks(),
                () -> {
                    var all = new ArrayList<Summary>();
                    for (var name : catalog.services().value().keySet()) {
                        var instances = catalog.health(name).value().stream()
                                .filter(wanted)
                                .toList();
                        if (!instances.isEmpty()) {
                            all.add(new Summary(name, instances));
                        }
                    }
                    return new Indexed<>(index(), all);
                },
                found -> Answer.json(pretty, out -> Json.array(out, found, UiRoutes::summary)));
    }

    /** That of the latest change of what has one. */
    private long index() {
        return Math.max(
                catalog.checks().index(),
                Math.max(catalog.nodes().index(), catalog.services().index()));
    }

    private static void summary(JsonGenerator out, Summary summary) {
        var tags = new TreeSet<String>();
        var sources = new TreeSet<String>();
        var nodes = new ArrayList<String>();
        for (var instance : summary.instances()) {
            nodes.add(instance.node().name());
            tags.addAll(instance.service().tags());
            var meta = instance.service().meta();
            var source = meta == null ? null : meta.get(SOURCE);
            if (source != null && !source.isEmpty()) {
                sources.add(source);
            }
        }
        out.writeStartObject();
        out.writeStringProperty("Name", summary.name());
        CatalogJson.tags(out, "Tags", List.copyOf(tags), true);
        Json.strings(out, "Nodes", nodes);
        out.writeNumberProperty("InstanceCount", summary.instances().size());
        out.writeNumberProperty("ChecksPassing", checks(summary, "passing"));
        out.writeNumberProperty("ChecksWarning", checks(summary, "warning"));
        out.writeNumberProperty("ChecksCritical", checks(summary, "critical"));
        CatalogJson.tags(out, "ExternalSources", List.copyOf(sources), true);
        out.writeName("GatewayConfig").writeStartObject();
        out.writeEndObject();
        out.writeEndObject();
    }

    private static long checks(Summary summary, String status) {
        return summary.instances().stream()
                .flatMap(instance -> instance.checks().stream())
                .filter(check -> check.status().equals(status))
                .count();
    }

    private CompletionStage<Answer> gateways(Call call) {
        var pretty = call.pretty();
        return reads.answer(
                call,
                new Topic.Services(),
                () -> new Indexed<>(catalog.services().index(), List.<String>of()),
                found -> Answer.json(pretty, out -> Json.array(out, found, JsonGenerator::writeString)));
    }
}
