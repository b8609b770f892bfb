package engine.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;

/** A bound server over {@link Fakes}, and a client for it. */
final class Api implements AutoCloseable {
    static final HttpSettings SETTINGS =
            new HttpSettings("dc1", "node1", 1000, 2000, 100_000, 500, Duration.ofMinutes(5), Duration.ofMinutes(10));

    private static final List<InetSocketAddress> ANY_PORT =
            List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

    final Fakes state = new Fakes();
    final ActorTestKit kit = ActorTestKit.create();
    final HttpServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** A server. */
    Api() {
        server = HttpServer.bind(kit.system(), ANY_PORT, SETTINGS, state.ports())
                .toCompletableFuture()
                .join();
        state.archive.runIn(kit.system());
    }

    /** A server with this log. */
    Api(Logs logs) {
        state.agent.logs = logs;
        server = HttpServer.bind(kit.system(), ANY_PORT, SETTINGS, state.ports())
                .toCompletableFuture()
                .join();
    }

    /** A client agent. */
    Api(Upstream upstream) {
        server = HttpServer.bind(
                        kit.system(), ANY_PORT, SETTINGS, new HttpServer.AgentPorts(state.agent, state), upstream)
                .toCompletableFuture()
                .join();
    }

    /** An answer's status, body and headers. */
    record Reply(int status, String body, HttpResponse<String> response) {
        String header(String name) {
            return response.headers().firstValue(name).orElse("-");
        }

        String type() {
            return header("Content-Type").replaceAll(";.*", "");
        }
    }

    int port() {
        return server.addresses().getFirst().getPort();
    }

    Reply get(String path) {
        return send("GET", path, "");
    }

    Reply put(String path, String body) {
        return send("PUT", path, body);
    }

    Reply send(String method, String path, String body, String... headers) {
        return sent(method, path, body, headers).join();
    }

    CompletableFuture<Reply> sent(String method, String path, String body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(20))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                .thenApply(r -> new Reply(r.statusCode(), r.body(), r));
    }

    /** Waits for a condition that something else brings about. */
    static void until(BooleanSupplier condition) {
        var end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("did not come true within 30 s");
            }
            LockSupport.parkNanos(2_000_000);
        }
    }

    @Override
    public void close() {
        server.close().toCompletableFuture().join();
        kit.shutdownTestKit();
        client.close();
    }
}
