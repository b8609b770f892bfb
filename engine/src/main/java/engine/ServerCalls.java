package engine;

import engine.cluster.ServerReport;
import engine.cluster.ServerReportJson;
import engine.http.Refusal;
import engine.http.message.HttpRequest;
import engine.http.message.HttpResponse;
import engine.link.AgentPortClient;
import engine.link.HostPort;
import engine.state.Value;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.util.ByteString;

/** What a server asks of another one by its agent port. */
final class ServerCalls {
    private static final Duration ANSWER = Duration.ofMillis(1_500);

    /** Bytes of what another server says of itself, or of why it refuses. */
    private static final int MAX_ANSWER = 8 << 20;

    private final AgentPortClient client;
    private final Materializer materializer;

    ServerCalls(AgentPortClient client, ActorSystem<?> system) {
        this.client = client;
        this.materializer = Materializer.matFromSystem(system);
    }

    /**
     * What the server at an address says of itself; fails with its sentence where it refuses.
     *
     * @param here the agent port of this server, to be asked in turn
     */
    CompletionStage<ServerReport> report(InetSocketAddress address, HostPort here) {
        return client.introduce(address, here, ANSWER)
                .thenCompose(response -> body(response, IllegalStateException::new))
                .thenApply(body -> ServerReportJson.read(body.toArray()));
    }

    /**
     * Has the leader of the log hand over; fails with {@link Refusal}.
     *
     * @param id of the server that is to lead; empty for the one that knows most
     */
    CompletionStage<Done> handOver(Value.Member leader, Optional<String> id) {
        var query = "?passed-on" + id.map(wanted -> "&id=" + wanted).orElse("");
        return new HostPort(leader.address(), leader.agentPort())
                .literal()
                .map(address -> client.call(address, HttpRequest.post("/v1/operator/raft/transfer-leader" + query))
                        .thenCompose(response -> body(response, sentence -> new Refusal(500, sentence)))
                        .<Done>thenApply(_ -> Done.done()))
                .orElseGet(() -> CompletableFuture.failedStage(new Refusal(500, "No cluster leader")));
    }

    /** @param refusal of the sentence with which the other one refuses */
    private CompletionStage<ByteString> body(HttpResponse response, Function<String, RuntimeException> refusal) {
        return response.entity().read(MAX_ANSWER, ANSWER, materializer).thenApply(body -> {
            if (response.status() != 200) {
                throw refusal.apply(body.utf8String().strip());
            }
            return body;
        });
    }
}
