package engine.coordinates;

import engine.http.message.Entity;
import engine.http.message.HttpRequest;
import engine.link.AgentPortClient;
import engine.text.Json;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.stream.Materializer;
import org.jspecify.annotations.Nullable;

/**
 * Over the agent port, on the connections by which requests are handed on. The shortest of three times counts: the first may have to
 * make a connection, and any may wait for something that is no distance.
 */
final class LinkWay implements Way {
    /** What is not answered by then is no measurement. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static final int TIMES = 3;
    private static final int MAX_ANSWER = 8 << 20;

    private final ActorSystem<?> system;
    private final AgentPortClient client;

    LinkWay(ActorSystem<?> system, AgentPortClient client) {
        this.system = system;
        this.client = client;
    }

    @Override
    public CompletionStage<Measured> measure(InetSocketAddress server, Coordinate own) {
        var body = Json.text(Map.of("Coord", CoordinateJson.of(own)));
        var best = once(server, body);
        for (var i = 1; i < TIMES; i++) {
            best = best.thenCompose(
                    first -> once(server, body).thenApply(next -> next.seconds() < first.seconds() ? next : first));
        }
        return best;
    }

    private CompletionStage<Measured> once(InetSocketAddress server, String body) {
        var begun = System.nanoTime();
        return json(server, HttpRequest.put("/v1/coordinate/probe").with(Entity.json(body)))
                .thenApply(answer -> {
                    var seconds = (System.nanoTime() - begun) / 1e9;
                    var there = CoordinateJson.read(answer.get("Coord"))
                            .orElseThrow(() -> new IllegalStateException("it does not say where it is"));
                    var pause = answer.get("PauseMs") instanceof Number millis ? millis.longValue() : 0;
                    return new Measured(String.valueOf(answer.get("Node")), there, Duration.ofMillis(pause), seconds);
                });
    }

    /** The object that a server answers with. */
    CompletionStage<Map<String, @Nullable Object>> json(InetSocketAddress server, HttpRequest request) {
        return client.call(server, request)
                .thenCompose(response -> response.entity()
                        .read(MAX_ANSWER, LIMIT, Materializer.matFromSystem(system))
                        .thenApply(body -> {
                            if (response.status() != 200) {
                                throw new IllegalStateException("answered with " + response.status());
                            }
                            return Json.object(body.utf8String());
                        }))
                .toCompletableFuture()
                .orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }
}
