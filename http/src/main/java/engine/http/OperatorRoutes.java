package engine.http;

import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import tools.jackson.core.JsonGenerator;

/** {@code /v1/operator}: the servers, and what repairs them. */
final class OperatorRoutes {
    private final Operator operator;
    private final Cluster cluster;
    private final Reads reads;

    OperatorRoutes(Operator operator, Cluster cluster, Reads reads) {
        this.operator = operator;
        this.cluster = cluster;
        this.reads = reads;
    }

    void addTo(Routes routes) {
        routes.get("/v1/operator/raft/configuration", this::configuration)
                .delete("/v1/operator/raft/peer", this::removePeer)
                .get("/v1/operator/peers", this::peers)
                .put("/v1/operator/recover", this::recover);
    }

    private CompletionStage<Answer> configuration(Call call) {
        reads.requireDatacenter(call);
        var servers = cluster.servers();
        return Reads.now(Answer.json(call.pretty(), out -> {
            out.writeStartObject();
            out.writeName("Servers");
            Json.array(out, servers, OperatorRoutes::server);
            out.writeNumberProperty("Index", 0);
            out.writeEndObject();
        }));
    }

    private CompletionStage<Answer> removePeer(Call call) {
        reads.requireDatacenter(call);
        var id = call.query().first("id");
        var address = call.query().first("address");
        if (id.isEmpty() && address.isEmpty()) {
            throw new Refusal(
                    400,
                    "Bad request: Must specify either ?id with the server's ID or ?address with IP:port of peer to remove");
        }
        if (!id.isEmpty() && !address.isEmpty()) {
            throw new Refusal(400, "Bad request: Must specify only one of ?id or ?address");
        }
        var peer = id.isEmpty()
                ? peer(p -> p.address().equals(address), "address", address)
                : peer(p -> p.id().equals(id), "id", id);
        return operator.remove(peer, call.context()).thenApply(_ -> Answer.DONE);
    }

    private Operator.Peer peer(Predicate<Operator.Peer> wanted, String what, String value) {
        return operator.peers().stream()
                .filter(wanted)
                .findFirst()
                .orElseThrow(
                        () -> new Refusal(500, what + " \"" + value + "\" was not found in the Raft configuration"));
    }

    private CompletionStage<Answer> peers(Call call) {
        reads.requireDatacenter(call);
        var peers = operator.peers();
        return Reads.now(Answer.json(call.pretty(), out -> Json.array(out, peers, OperatorRoutes::peer)));
    }

    private CompletionStage<Answer> recover(Call call) {
        reads.requireDatacenter(call);
        var pretty = call.pretty();
        return operator.recover(call.context())
                .thenApply(done -> Answer.json(pretty, out -> {
                    out.writeStartObject();
                    Json.strings(out, "Removed", done.removed());
                    out.writeNumberProperty("Servers", done.servers());
                    out.writeEndObject();
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

    private static void peer(JsonGenerator out, Operator.Peer peer) {
        out.writeStartObject();
        out.writeStringProperty("ID", peer.id());
        out.writeStringProperty("Node", peer.node());
        out.writeStringProperty("Address", peer.address());
        out.writeStringProperty("Status", peer.status().text());
        out.writeBooleanProperty("Leader", peer.leader());
        out.writeBooleanProperty("Voter", peer.voter());
        out.writeStringProperty("Version", peer.version());
        out.writeStringProperty("LastSeen", peer.lastSeen().toString());
        out.writeEndObject();
    }
}
