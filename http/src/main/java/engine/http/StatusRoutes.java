package engine.http;

import java.util.concurrent.CompletionStage;

/** {@code /v1/status}: the servers and what they agree on. */
final class StatusRoutes {
    private final Cluster cluster;
    private final Reads reads;
    private final HttpSettings settings;

    StatusRoutes(Cluster cluster, Reads reads, HttpSettings settings) {
        this.cluster = cluster;
        this.reads = reads;
        this.settings = settings;
    }

    void addTo(Routes routes) {
        routes.get("/v1/status/leader", this::leader).get("/v1/status/peers", this::peers);
    }

    private CompletionStage<Answer> leader(Call call) {
        Wait.of(call, settings);
        reads.requireDatacenter(call);
        var leader = cluster.leader().orElse("");
        return Reads.now(Answer.json(call.pretty(), out -> out.writeString(leader)));
    }

    private CompletionStage<Answer> peers(Call call) {
        Wait.of(call, settings);
        reads.requireDatacenter(call);
        var voters = cluster.servers().stream().filter(Cluster.Server::voter).toList();
        return Reads.now(Answer.json(
                call.pretty(), out -> Json.array(out, voters, (o, server) -> o.writeString(server.address()))));
    }
}
