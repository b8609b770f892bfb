package cluster;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** HTTP to one agent. No answer is an answer here: status 0 and why. */
final class Http {
    /**
     * An answer.
     *
     * @param status 0 when there was none
     * @param index {@code X-Consul-Index}; -1 without one
     */
    record Answer(int status, String body, long index) {
        boolean ok() {
            return status == 200;
        }

        /** Whether the request never left: there was nobody to connect to. */
        boolean unsent() {
            return status == 0 && (body.startsWith(ConnectException.class.getName()) || body.startsWith(HttpConnectTimeoutException.class.getName()));
        }

        Object json() {
            return Json.parse(body);
        }
    }

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    private final String base;

    Http(String address, int port) {
        base = "http://" + address + ":" + port;
    }

    Answer get(String path) {
        return get(path, Duration.ofSeconds(5));
    }

    Answer get(String path, Duration timeout) {
        return send(HttpRequest.newBuilder().GET(), path, timeout);
    }

    Answer put(String path, String body) {
        return put(path, body, Duration.ofSeconds(5));
    }

    Answer put(String path, String body, Duration timeout) {
        return send(HttpRequest.newBuilder().PUT(BodyPublishers.ofString(body)), path, timeout);
    }

    Answer delete(String path, Duration timeout) {
        return send(HttpRequest.newBuilder().DELETE(), path, timeout);
    }

    private Answer send(HttpRequest.Builder request, String path, Duration timeout) {
        try {
            var reply = CLIENT.send(
                    request.uri(URI.create(base + path)).timeout(timeout).build(), BodyHandlers.ofString());
            return new Answer(
                    reply.statusCode(),
                    reply.body(),
                    reply.headers().firstValueAsLong("X-Consul-Index").orElse(-1));
        } catch (IOException e) {
            return new Answer(0, e.toString(), -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(0, "interrupted", -1);
        }
    }
}
