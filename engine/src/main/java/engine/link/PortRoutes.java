package engine.link;

import engine.http.message.Entity;
import engine.http.message.HttpRequest;
import engine.http.message.HttpResponse;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.util.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From a request to an agent port to its answer: first who asks, then what. */
final class PortRoutes {
    static final String CLUSTER = "/cluster";
    /** A server that asks says by this where it can be asked itself. */
    static final String FROM = "from";

    static final String STREAM = "/stream";
    static final String DNS = "/dns";
    static final String TCP = "tcp";
    /** How old the answer may be, in milliseconds; any age without it. */
    static final String MAX_STALE = "max-stale";

    /** RFC 8484. */
    static final String DNS_MESSAGE = "application/dns-message";

    /** {@code server} or {@code client}. */
    static final String ROLE = "Engine-Role";

    /** {@code true} where the server is part of a cluster. */
    static final String FORMED = "Engine-Formed";

    /** The agent ports of the servers, commas between them. */
    static final String SERVERS = "Engine-Servers";

    /** Why a stream is refused: the answer to an upgrade has no body that a client sees. */
    static final String REFUSAL = "Engine-Refusal";

    private static final Logger LOG = LoggerFactory.getLogger(PortRoutes.class);
    private static final Duration SESSION_LIMIT = Duration.ofSeconds(5);
    private static final Duration QUERY_LIMIT = Duration.ofSeconds(5);
    private static final int MAX_QUERY = 65_535;

    private final ActorSystem<?> system;
    private final Materializer materializer;
    private final Admission admission;
    private final AgentPort.Behind behind;
    private final LogLimit refusals = new LogLimit(Duration.ofSeconds(10));

    PortRoutes(ActorSystem<?> system, Identity identity, AgentPort.Behind behind) {
        this.system = system;
        this.materializer = Materializer.createMaterializer(system);
        this.admission = new Admission(identity);
        this.behind = behind;
    }

    /**
     * Never fails.
     *
     * @param client address of who asks
     */
    CompletionStage<HttpResponse> handle(HttpRequest request, String client) {
        var method = request.method();
        var path = request.path();
        var signature = Signature.of(request);
        var refusal = refusal(signature, method, path, client);
        if (refusal.isPresent()) {
            return answer(403, refusal.get());
        }
        CompletionStage<HttpResponse> answer;
        try {
            answer = route(request, method, path);
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        return answer.exceptionally(failure -> {
            LOG.error("{} {} from another agent failed", method, path, failure);
            return response(500, "Internal error, logged by the agent.");
        });
    }

    private Optional<String> refusal(Optional<Signature> signature, String method, String path, String client) {
        var refusal = admission.refusal(signature, method, path);
        if (refusal.isPresent()) {
            refusals.pass().ifPresent(more -> LOG.warn("refused a request from {}: {}{}", client, refusal.get(), more));
        }
        return refusal;
    }

    private CompletionStage<HttpResponse> route(HttpRequest request, String method, String path) {
        return switch (path) {
            case CLUSTER ->
                method.equals("GET")
                        ? behind.cluster().handle(request).thenApply(this::introduced)
                        : answer(405, "Only GET is allowed here.");
            case STREAM ->
                behind.sessions().isPresent()
                        ? answer(400, "A stream begins as a WebSocket.")
                        : answer(503, noServer());
            case DNS -> method.equals("POST") ? dns(request) : answer(405, "Only POST is allowed here.");
            default -> {
                if (!path.startsWith("/v1/")) {
                    yield answer(404, "An agent port has /cluster, /stream, /dns and /v1/, and nothing else.");
                }
                yield behind.sessions().isPresent() ? behind.api().handle(request) : answer(503, noServer());
            }
        };
    }

    private HttpResponse introduced(HttpResponse response) {
        var servers = behind.servers().get().stream().map(HostPort::toString).collect(Collectors.joining(","));
        return response.with(ROLE, behind.sessions().isPresent() ? "server" : "client")
                .with(SERVERS, servers);
    }

    private String noServer() {
        return "%s is a client agent, not a server.".formatted(admission.own().node());
    }

    /** What comes of who wants to begin a stream. */
    sealed interface Entrance {
        record Open(FrameHandler.End end) implements Entrance {}

        record Refused(int status, String sentence) implements Entrance {}
    }

    /**
     * Whether a stream may begin.
     *
     * @param headers the first value by name
     */
    CompletionStage<Entrance> stream(Function<String, Optional<String>> headers, String client) {
        var signature = Signature.of(headers);
        var refusal = refusal(signature, "GET", STREAM, client);
        if (refusal.isPresent()) {
            return CompletableFuture.completedStage(new Entrance.Refused(403, refusal.get()));
        }
        if (behind.sessions().isEmpty()) {
            return CompletableFuture.completedStage(new Entrance.Refused(503, noServer()));
        }
        return AskPattern.<Sessions.Command, Optional<ActorRef<Session.Command>>>ask(
                        behind.sessions().get(),
                        replyTo -> new Sessions.Open(signature.orElseThrow(), replyTo),
                        SESSION_LIMIT,
                        system.scheduler())
                .thenApply(session -> session.<Entrance>map(ref -> new Entrance.Open(new SessionEnd(ref)))
                        .orElseGet(() -> new Entrance.Refused(
                                503,
                                "server %s has as many client agents as it takes"
                                        .formatted(admission.own().node()))));
    }

    /** The path of a DNS query that says how old its answer may be. */
    static String dns(boolean tcp, Duration maxStale) {
        return DNS + "?" + MAX_STALE + "=" + maxStale.toMillis() + (tcp ? "&" + TCP : "");
    }

    private CompletionStage<HttpResponse> dns(HttpRequest request) {
        var tcp = request.parameter(TCP).isPresent();
        Duration oldest;
        try {
            oldest = request.parameter(MAX_STALE)
                    .map(text -> Duration.ofMillis(Long.parseLong(text)))
                    .orElse(ChronoUnit.FOREVER.getDuration());
        } catch (NumberFormatException _) {
            return answer(400, MAX_STALE + " is a number of milliseconds.");
        }
        return request.entity()
                .read(MAX_QUERY, QUERY_LIMIT, materializer)
                .handle((query, failure) -> failure == null
                        ? behind.dns()
                                .answer(query.toArray(), tcp, oldest)
                                .map(bytes ->
                                        HttpResponse.of(200, Entity.of(DNS_MESSAGE, ByteString.fromArrayUnsafe(bytes))))
                                .orElseGet(() -> response(400, "The body is no DNS query."))
                        : response(400, "A DNS query has at most " + MAX_QUERY + " bytes."));
    }

    /** A body that nobody has read costs the connection: it is closed behind the answer. */
    private CompletionStage<HttpResponse> answer(int status, String sentence) {
        return CompletableFuture.completedFuture(response(status, sentence));
    }

    private static HttpResponse response(int status, String sentence) {
        return HttpResponse.of(status, Entity.text(sentence + "\n")).with(REFUSAL, ascii(sentence));
    }

    /** What a header can say of it. */
    static String ascii(String sentence) {
        return sentence.replaceAll("[^ -~]", "?");
    }
}
