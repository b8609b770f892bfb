package engine.http;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** {@code /v1/operator/usage}: how much is registered. */
final class UsageRoutes {
    /** What Consul counts apart; none of it is here. */
    private static final List<String> CONNECT = List.of(
            "api-gateway", "connect-native", "connect-proxy", "ingress-gateway", "mesh-gateway", "terminating-gateway");

    private final Catalog catalog;
    private final Reads reads;

    UsageRoutes(Catalog catalog, Reads reads) {
        this.catalog = catalog;
        this.reads = reads;
    }

    void addTo(Routes routes) {
        routes.get("/v1/operator/usage", this::usage);
    }

    private CompletionStage<Answer> usage(Call call) {
        reads.requireDatacenter(call);
        var datacenter = catalog.datacenters().getFirst();
        var services = catalog.services();
        var nodes = catalog.nodes();
        var instances = 0;
        var billable = 0;
        for (var name : services.value().keySet()) {
            var count = catalog.service(name).value().size();
            instances += count;
            billable += name.equals("consul") ? 0 : count;
        }
        var all = instances;
        var own = billable;
        return Reads.now(Answer.json(call.pretty(), out -> {
            out.writeStartObject();
            out.writeName("Usage").writeStartObject();
            out.writeName(datacenter).writeStartObject();
            out.writeNumberProperty("Nodes", nodes.value().size());
            out.writeNumberProperty("Services", services.value().size());
            out.writeNumberProperty("ServiceInstances", all);
            out.writeName("ConnectServiceInstances").writeStartObject();
            CONNECT.forEach(kind -> out.writeNumberProperty(kind, 0));
            out.writeEndObject();
            out.writeNumberProperty("BillableServiceInstances", own);
            out.writeEndObject();
            out.writeEndObject();
            out.writeNumberProperty("Index", Math.max(nodes.index(), services.index()));
            out.writeNumberProperty("LastContact", 0);
            out.writeBooleanProperty("KnownLeader", reads.leaderIsKnown());
            out.writeStringProperty("ConsistencyLevel", "stale");
            out.writeBooleanProperty("NotModified", false);
            out.writeNumberProperty("Backend", 0);
            out.writeBooleanProperty("ResultsFilteredByACLs", false);
            out.writeEndObject();
        }));
    }
}
