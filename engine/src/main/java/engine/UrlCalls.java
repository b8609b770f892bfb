package engine;

import engine.events.Calls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Calls URLs with the client of the JDK, which is made for the first call. */
final class UrlCalls implements Calls {
    private @Nullable HttpClient client;

    @Override
    public CompletionStage<Answer> call(Request request, Duration timeout, int outputLimit) {
        HttpRequest sent;
        try {
            sent = request(request);
        } catch (IllegalArgumentException _) {
            // The sentence of the client would show what may be secret.
            return CompletableFuture.failedStage(
                    new IOException("the URL, the method or a header is not valid, with the event's variables in it"));
        }
        var head = new Head(outputLimit);
        var answer = client().sendAsync(sent, BodyHandlers.ofByteArrayConsumer(head::add));
        var result = answer.thenApply(response -> new Answer(response.statusCode(), head.text()))
                .exceptionallyCompose(e -> CompletableFuture.failedStage(sentence(e, sent.uri())))
                .orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS);
        // A result that came too late ends the request, in whatever phase it is.
        return result.whenComplete((_, _) -> answer.cancel(true));
    }

    private static HttpRequest request(Request request) {
        var builder = HttpRequest.newBuilder(URI.create(request.url()))
                .method(
                        request.method(),
                        request.body().isEmpty()
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofByteArray(request.body().toArray()));
        request.headers().forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
        return builder.build();
    }

    private static Throwable sentence(Throwable failure, URI url) {
        var cause = failure.getCause() == null ? failure : failure.getCause();
        return cause instanceof ConnectException
                ? new IOException("no connection to " + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort()))
                : cause;
    }

    private synchronized HttpClient client() {
        if (client == null) {
            client = HttpClient.newBuilder()
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .executor(Executors.newVirtualThreadPerTaskExecutor())
                    .build();
        }
        return client;
    }

    /** The beginning of a body, however long that is. */
    private static final class Head {
        private final int limit;
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

        Head(int limit) {
            this.limit = limit;
        }

        synchronized void add(Optional<byte[]> chunk) {
            chunk.ifPresent(bytes -> kept.write(bytes, 0, Math.min(bytes.length, limit - kept.size())));
        }

        synchronized String text() {
            return kept.toString(StandardCharsets.UTF_8);
        }
    }
}
