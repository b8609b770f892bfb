package engine.http;

import java.util.concurrent.CompletionStage;
import tools.jackson.core.JsonGenerator;

/** {@code /v1/status}, {@code /v1/operator} and {@code /v1/coordinate}: the servers and what they agree on. */
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
                .get("/v1/operator/raft/configuration", this::raftConfiguration)
                .get("/v1/coordinate/datacenters", this::coordinates)
                .absent("Changing the voters over HTTP is", "/v1/operator/raft/peer")
                .absent("Gossip keys over HTTP are", "/v1/operator/keyring")
                .absent("Autopilot is", "/v1/operator/autopilot/")
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

    private CompletionStage<Answer> raftConfiguration(Call call) {
        reads.requireDatacenter(call);
        var servers = cluster.servers();
        return Reads.now(Answer.json(call.pretty(), out -> {
            out.writeStartObject();
            out.writeName("Servers");
            Json.array(out, servers, StatusRoutes::server);
            out.writeNumberProperty("Index", 0);
            out.writeEndObject();
        }));
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

    private static void server(JsonGenerator out, Cluster.Server server) {
        out.writeStartObject();
        out.writeStringProperty("ID", server.id());
        out.writeStringProperty("Node", server.node());
        out.writeStringProperty("Address", server.address());
        out.writeBooleanProperty("Leader", server.leader());
        out.writeStringProperty("ProtocolVersion", "3");
        out.writeBooleanProperty("Voter", server.voter());
        out.writeEndObject();
    }
}
