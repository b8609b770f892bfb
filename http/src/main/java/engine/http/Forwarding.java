package engine.http;

import engine.http.message.Entity;
import engine.http.message.Header;
import engine.http.message.HttpRequest;
import engine.http.message.HttpResponse;
import engine.http.protocol.RequestId;
import engine.metrics.Metrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.pekko.stream.Materializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has requests answered by a server; each gets an answer in time, whatever comes of it. */
final class Forwarding implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Forwarding.class);

    /** How clients of the API know the failure to reach a server. */
    private static final String UNREACHED = "No known Consul servers: ";

    /** Beside the type of the body, which is the entity's. */
    private static final Set<String> REQUEST_HEADERS = Set.of(
            "X-Consul-Token",
            "Authorization",
            "Accept",
            "Content-Encoding",
            "If-None-Match",
            "Cache-Control",
            "Last-Event-ID");

    /** Tells the server whose request it is. */
    static final String CLIENT = "X-Forwarded-For";

    /** Beside those that begin with X-. */
    private static final Set<String> RESPONSE_HEADERS = Set.of(
            "location", "allow", "content-security-policy", "etag", "age", "cache-control", "retry-after", "vary");

    /** Bytes of the longest body that is passed on whole. */
    private static final int WHOLE = 1 << 20;

    private static final Duration ARRIVES_WITHIN = Duration.ofSeconds(30);

    /** How often a server is told that nobody waits, while it has not answered. */
    private static final long AGAIN_MILLIS = 1000;

    private final Upstream upstream;
    private final Materializer materializer;
    private final Set<Pending> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** A request that a server has. */
    private final class Pending {
        private final String id = UUID.randomUUID().toString();
        private final CompletableFuture<HttpResponse> answer = new CompletableFuture<>();

        /** Has the server end the wait, and answer, until it has. */
        private void withdraw() {
            if (answer.isDone()) {
                return;
            }
            ask(() -> HttpRequest.delete(Withdrawals.PATH + id)).whenComplete((response, _) -> {
                if (response != null) {
                    response.entity().leave(materializer);
                }
                CompletableFuture.delayedExecutor(AGAIN_MILLIS, TimeUnit.MILLISECONDS)
                        .execute(this::withdraw);
            });
        }

        void end() {
            answer.completeExceptionally(new Refusal(500, UNREACHED + "this agent is stopping."));
        }
    }

    Forwarding(Upstream upstream, Materializer materializer) {
        this.upstream = upstream;
        this.materializer = materializer;
    }

    /**
     * The server's answer.
     *
     * @param rawQuery the query string to send
     * @param limit nobody waits longer
     */
    CompletionStage<Answer> forward(Request request, String rawQuery, Entity entity, Duration limit) {
        Metrics.HTTP_FORWARDED.increment();
        var pending = new Pending();
        waiting.add(pending);
        if (closed) { // looked at after adding: closing ends what it finds
            pending.end();
        }
        var answer = pending.answer;
        var cancellation = request.cancellation();
        Runnable withdraw = pending::withdraw;
        cancellation.then(withdraw);
        ask(() -> forwarded(request, rawQuery, entity, pending.id)).whenComplete((response, failure) -> {
            if (failure != null) {
                answer.completeExceptionally(failure);
            } else if (!answer.complete(response)) {
                response.entity().leave(materializer); // it came too late
            }
        });
        return answer.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .handle((response, failure) -> {
                    waiting.remove(pending);
                    cancellation.forget(withdraw);
                    if (failure != null) {
                        Metrics.HTTP_FORWARD_FAILED.increment();
                        throw refused(request, failure, limit);
                    }
                    return response;
                })
                .thenCompose(response -> passed(request, response));
    }

    /** Ends what waits for an answer, and from now on every request, with an answer that says so. */
    @Override
    public void close() {
        closed = true;
        waiting.forEach(Pending::end);
    }

    int waitingCount() {
        return waiting.size();
    }

    private CompletionStage<HttpResponse> ask(Supplier<HttpRequest> request) {
        try {
            return upstream.forward(request.get());
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static HttpRequest forwarded(Request request, String rawQuery, Entity entity, String id) {
        var headers = new ArrayList<Header>();
        for (var name : REQUEST_HEADERS) {
            request.headers().all(name).forEach(value -> headers.add(new Header(name, value)));
        }
        if (!request.client().isEmpty()) {
            headers.add(new Header(CLIENT, request.client()));
        }
        headers.add(new Header(Withdrawals.ID, id));
        headers.add(new Header(RequestId.HEADER, request.id()));
        return new HttpRequest(request.method(), request.path(), rawQuery, headers, entity);
    }

    /** A short body is passed on whole, so that it can be tagged and made smaller; a long one as it comes. */
    private CompletionStage<Answer> passed(Request request, HttpResponse response) {
        var headers = response.headers().stream().filter(Forwarding::passes).toList();
        var status = response.status();
        var length = response.entity().length();
        return length.isPresent()
                        && length.getAsLong() <= WHOLE
                        && !request.method().equals("HEAD") // has the length, not the body
                ? response.entity()
                        .read(WHOLE, ARRIVES_WITHIN, materializer)
                        .thenApply(body ->
                                new Answer(status, Entity.of(response.entity().type(), body), headers))
                : CompletableFuture.completedFuture(new Answer(status, response.entity(), headers));
    }

    private static boolean passes(Header header) {
        var name = header.key();
        return name.startsWith("x-") || RESPONSE_HEADERS.contains(name);
    }

    private static RuntimeException refused(Request request, Throwable failure, Duration limit) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        var reads = !Set.of("PUT", "DELETE").contains(request.method().toUpperCase(Locale.ROOT));
        return switch (cause) {
            case Refusal refusal -> refusal;
            case Refused refused -> refused;
            case TimeoutException _
            when reads -> new Refusal(500, UNREACHED + "none answered within " + limit.toSeconds() + " seconds.");
            case TimeoutException _ -> new CompletionException(cause);
            default -> {
                LOG.debug("{} {}: no answer from a server", request.method(), request.path(), cause);
                yield new Refusal(500, UNREACHED + "this agent reaches none at the moment.");
            }
        };
    }
}
