package engine.http;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.RequestEntity;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.stream.Materializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has requests answered by a server; each gets an answer in time, whatever comes of it. */
final class Forwarding implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Forwarding.class);

    /** How clients of the API know the failure to reach a server. */
    private static final String UNREACHED = "No known Consul servers: ";

    /** Beside the type of the body, which is the entity's. */
    private static final Set<String> REQUEST_HEADERS =
            Set.of("x-consul-token", "authorization", "accept", "if-none-match", "cache-control", "last-event-id");

    /** Tells the server whose request it is. */
    static final String CLIENT = "X-Forwarded-For";

    /** Beside those that begin with X-. */
    private static final Set<String> RESPONSE_HEADERS = Set.of(
            "location", "allow", "content-security-policy", "etag", "age", "cache-control", "retry-after", "vary");

    private final Upstream upstream;
    private final Materializer materializer;
    private final Set<Pending> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** A request that a server has. */
    private static final class Pending {
        private final CompletableFuture<HttpResponse> answer = new CompletableFuture<>();

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
    CompletionStage<Answer> forward(HttpRequest request, String rawQuery, RequestEntity entity, Duration limit) {
        var pending = new Pending();
        waiting.add(pending);
        if (closed) { // looked at after adding: closing ends what it finds
            pending.end();
        }
        var answer = pending.answer;
        ask(forwarded(request, rawQuery, entity)).whenComplete((response, failure) -> {
            if (failure != null) {
                answer.completeExceptionally(failure);
            } else if (!answer.complete(response)) {
                response.discardEntityBytes(materializer); // it came too late
            }
        });
        return answer.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS).handle((response, failure) -> {
            waiting.remove(pending);
            if (failure != null) {
                throw refused(request, failure, limit);
            }
            return passed(response);
        });
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

    private CompletionStage<HttpResponse> ask(HttpRequest request) {
        try {
            return upstream.forward(request);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static HttpRequest forwarded(HttpRequest request, String rawQuery, RequestEntity entity) {
        var target = request.getUri().toRelative();
        var client = Router.client(request);
        return HttpRequest.create()
                .withMethod(request.method())
                .withUri(rawQuery.isEmpty() ? target : target.rawQueryString(rawQuery, false))
                .withHeaders(Stream.concat(
                                StreamSupport.stream(request.getHeaders().spliterator(), false)
                                        .filter(header -> REQUEST_HEADERS.contains(header.lowercaseName())),
                                client.isEmpty() ? Stream.empty() : Stream.of(RawHeader.create(CLIENT, client)))
                        .toList())
                .withEntity(entity);
    }

    private static Answer passed(HttpResponse response) {
        var headers = StreamSupport.stream(response.getHeaders().spliterator(), false)
                .filter(Forwarding::passes)
                .toList();
        return new Answer(response.status().intValue(), response.entity(), headers);
    }

    private static boolean passes(HttpHeader header) {
        var name = header.lowercaseName();
        return name.startsWith("x-") || RESPONSE_HEADERS.contains(name);
    }

    private static RuntimeException refused(HttpRequest request, Throwable failure, Duration limit) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        var reads = !Set.of("PUT", "DELETE").contains(request.method().value().toUpperCase(Locale.ROOT));
        return switch (cause) {
            case Refusal refusal -> refusal;
            case Refused refused -> refused;
            case TimeoutException _
            when reads -> new Refusal(500, UNREACHED + "none answered within " + limit.toSeconds() + " seconds.");
            case TimeoutException _ -> new CompletionException(cause);
            default -> {
                LOG.debug(
                        "{} {}: no answer from a server",
                        request.method().value(),
                        request.getUri().path(),
                        cause);
                yield new Refusal(500, UNREACHED + "this agent reaches none at the moment.");
            }
        };
    }
}
