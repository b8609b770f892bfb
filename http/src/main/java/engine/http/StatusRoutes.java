package engine.http;

import java.util.concurrent.CompletionStage;

/** {@code /v1/status} and {@code /v1/coordinate}: the servers and what they agree on. */
final class StatusRoutes {
    private final Cluster cluster;
    private final Catalog catalog;
    private final Reads reads;

    StatusRoutes(Cluster cluster, Catalog catalog, Reads reads) {
        this.cluster = cluster;
        this.catalog = catalog;
        this.reads = reads;
    }

    void addTo(Routes routes) {
        routes.get("/v1/status/leader", this::leader)
                .get("/v1/status/peers", this::peers)
                .get("/v1/coordinate/datacenters", this::coordinates)
                .absent("Network coordinates are", "/v1/coordinate/nodes", "/v1/coordinate/node/")
                .absent("Network coordinates are", "/v1/coordinate/update");
    }

    private CompletionStage<Answer> leader(Call call) {
        reads.requireDatacenter(call);
        var leader = cluster.leader().orElse("");
        return Reads.now(Answer.json(call.pretty(), out -> out.writeString(leader)));
    }

    private CompletionStage<Answer> peers(Call call) {
        reads.requireDatacenter(call);
        var voters = cluster.servers().stream().filter(Cluster.Server::voter).toList();
        return Reads.now(Answer.json(
                call.pretty(), out -> Json.array(out, voters, (o, server) -> o.writeString(server.address()))));
    }

    private CompletionStage<Answer> coordinates(Call call) {
        var datacenter = catalog.datacenters().getFirst();
        var servers = cluster.servers();
        return Reads.now(Answer.json(call.pretty(), out -> {
            out.writeStartArray();
            out.writeStartObject();
            out.writeStringProperty("Datacenter", datacenter);
            out.writeStringProperty("AreaID", "wan");
            out.writeName("Coordinates");
            Json.array(out, servers, (o, server) -> {
                o.writeStartObject();
                o.writeStringProperty("Node", server.node());
                o.writeStringProperty("Segment", "");
                o.writeName("Coord");
                AgentJson.coordinate(o);
                o.writeEndObject();
            });
            out.writeEndObject();
            out.writeEndArray();
        }));
    }
}
