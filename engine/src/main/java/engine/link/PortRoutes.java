package engine.link;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
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
    static final ContentType DNS_MESSAGE =
            MediaTypes.applicationBinary("dns-message", false).toContentType();

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

    /** Never fails. */
    CompletionStage<HttpResponse> handle(HttpRequest request) {
        var method = request.method().value();
        var path = request.getUri().path();
        var signature = Signature.of(request);
        var refusal = admission.refusal(signature, method, path);
        if (refusal.isPresent()) {
            refusals.pass()
                    .ifPresent(more -> LOG.warn("refused a request from {}: {}{}", from(request), refusal.get(), more));
            return answer(request, 403, refusal.get());
        }
        CompletionStage<HttpResponse> answer;
        try {
            answer = route(request, signature.orElseThrow(), method, path);
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        return answer.exceptionally(failure -> {
            LOG.error("{} {} from another agent failed", method, path, failure);
            return response(500, "Internal error, logged by the agent.");
        });
    }

    private CompletionStage<HttpResponse> route(HttpRequest request, Signature signature, String method, String path) {
        return switch (path) {
            case CLUSTER ->
                method.equals("GET")
                        ? behind.cluster().handle(request).thenApply(this::introduced)
                        : answer(request, 405, "Only GET is allowed here.");
            case STREAM -> stream(request, signature);
            case DNS -> method.equals("POST") ? dns(request) : answer(request, 405, "Only POST is allowed here.");
            default -> {
                if (!path.startsWith("/v1/")) {
                    yield answer(request, 404, "An agent port has /cluster, /stream, /dns and /v1/, and nothing else.");
                }
                yield behind.sessions().isPresent() ? behind.api().handle(request) : noServer(request);
            }
        };
    }

    private HttpResponse introduced(HttpResponse response) {
        var servers = behind.servers().get().stream().map(HostPort::toString).collect(Collectors.joining(","));
        return response.addHeader(RawHeader.create(ROLE, behind.sessions().isPresent() ? "server" : "client"))
                .addHeader(RawHeader.create(SERVERS, servers));
    }

    private CompletionStage<HttpResponse> noServer(HttpRequest request) {
        return answer(
                request,
                503,
                "%s is a client agent, not a server.".formatted(admission.own().node()));
    }

    private CompletionStage<HttpResponse> stream(HttpRequest request, Signature signature) {
        if (behind.sessions().isEmpty()) {
            return noServer(request);
        }
        var upgrade = request.getAttribute(AttributeKeys.webSocketUpgrade);
        if (upgrade.isEmpty()) {
            return answer(request, 400, "A stream begins as a WebSocket.");
        }
        return AskPattern.<Sessions.Command, Optional<ActorRef<Session.Command>>>ask(
                        behind.sessions().get(),
                        replyTo -> new Sessions.Open(signature, replyTo),
                        SESSION_LIMIT,
                        system.scheduler())
                .thenApply(session -> session.map(ref ->
                                upgrade.get().handleMessagesWith(FrameFlow.of(new SessionEnd(ref), materializer)))
                        .orElseGet(() -> response(
                                503,
                                "server %s has as many client agents as it takes"
                                        .formatted(admission.own().node()))));
    }

    /** The path of a DNS query that says how old its answer may be. */
    static String dns(boolean tcp, Duration maxStale) {
        return DNS + "?" + MAX_STALE + "=" + maxStale.toMillis() + (tcp ? "&" + TCP : "");
    }

    private CompletionStage<HttpResponse> dns(HttpRequest request) {
        var parameters = request.getUri().query();
        var tcp = parameters.get(TCP).isPresent();
        Duration oldest;
        try {
            oldest = parameters
                    .get(MAX_STALE)
                    .map(text -> Duration.ofMillis(Long.parseLong(text)))
                    .orElse(ChronoUnit.FOREVER.getDuration());
        } catch (NumberFormatException _) {
            return answer(request, 400, MAX_STALE + " is a number of milliseconds.");
        }
        return request.entity()
                .withSizeLimit(MAX_QUERY)
                .getDataBytes()
                .runFold(ByteString.emptyByteString(), ByteString::concat, materializer)
                .handle((query, failure) -> failure == null
                        ? behind.dns()
                                .answer(query.toArray(), tcp, oldest)
                                .map(bytes -> HttpResponse.create().withEntity(HttpEntities.create(DNS_MESSAGE, bytes)))
                                .orElseGet(() -> response(400, "The body is no DNS query."))
                        : response(400, "A DNS query has at most " + MAX_QUERY + " bytes."));
    }

    private CompletionStage<HttpResponse> answer(HttpRequest request, int status, String sentence) {
        request.discardEntityBytes(materializer);
        return CompletableFuture.completedFuture(response(status, sentence));
    }

    private static HttpResponse response(int status, String sentence) {
        var ascii = sentence.replaceAll("[^ -~]", "?");
        return HttpResponse.create()
                .withStatus(StatusCodes.get(status))
                .withEntity(ContentTypes.TEXT_PLAIN_UTF8, sentence + "\n")
                .addHeader(RawHeader.create(REFUSAL, ascii));
    }

    private static String from(HttpRequest request) {
        return request.getAttribute(AttributeKeys.remoteAddress)
                .flatMap(address -> address.getAddress())
                .map(address -> address.getHostAddress())
                .orElse("somewhere");
    }
}
