package engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of an agent's HTTP API. */
record Api(HttpClient client, String base) implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** What was answered. */
    record Reply(int status, String body, long index) {
        JsonNode json() {
            return JSON.readTree(body);
        }

        private static Reply of(HttpResponse<String> response) {
            return new Reply(
                    response.statusCode(),
                    response.body(),
                    response.headers().firstValueAsLong("X-Consul-Index").orElse(0));
        }
    }

    static Api at(InetSocketAddress address) {
        return new Api(
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(),
                "http://" + address.getHostString() + ":" + address.getPort());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE);
    }

    Reply get(String path) {
        return send(request(path).GET().build());
    }

    CompletableFuture<Reply> getLater(String path) {
        return client.sendAsync(request(path).GET().build(), HttpResponse.BodyHandlers.ofString())
                .thenApply(Reply::of);
    }

    Reply put(String path, String body) {
        return put(path, body.getBytes(UTF_8));
    }

    Reply post(String path, String body) {
        return send(
                request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build());
    }

    Reply put(String path, byte[] body) {
        return send(
                request(path).PUT(HttpRequest.BodyPublishers.ofByteArray(body)).build());
    }

    Reply post(String path) {
        return send(request(path).POST(HttpRequest.BodyPublishers.noBody()).build());
    }

    Reply delete(String path) {
        return send(request(path).DELETE().build());
    }

    private Reply send(HttpRequest request) {
        try {
            return Reply.of(client.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new AssertionError(request.method() + " " + request.uri() + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
