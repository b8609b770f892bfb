package engine.link;

import com.typesafe.config.ConfigFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.event.NoLogging;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.Uri;
import org.apache.pekko.http.javadsl.model.ws.WebSocketRequest;
import org.apache.pekko.http.javadsl.model.ws.WebSocketUpgradeResponse;
import org.apache.pekko.http.javadsl.settings.ClientConnectionSettings;
import org.apache.pekko.http.javadsl.settings.ConnectionPoolSettings;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;

/** Asks the agent ports of others, in the name of this agent. */
public final class AgentPortClient {
    private static final LoggingAdapter SILENT = NoLogging.getInstance();

    /** Of one connection, not of the request: the other side's connection manager adds its own. */
    private static final Set<String> NOT_PASSED_ON = Set.of(
            "host",
            "connection",
            "keep-alive",
            "upgrade",
            "te",
            "trailer",
            "transfer-encoding",
            "content-length",
            "content-type",
            "timeout-access",
            "raw-request-uri",
            "remote-address",
            "tls-session-info");

    private final ActorSystem<?> system;
    private final Http http;
    private final Materializer materializer;
    private final Identity identity;
    private final ConnectionPoolSettings prompt;
    private final ConnectionPoolSettings waiting;

    /** @param longest how long an answer may take: longer than the longest blocking query */
    public AgentPortClient(ActorSystem<?> system, Identity identity, Duration longest) {
        this.system = system;
        this.http = Http.get(system);
        this.materializer = Materializer.createMaterializer(system);
        this.identity = identity;
        // Two pools a server, so that queries which wait cannot keep others from a connection.
        this.prompt = pool(system, 128, 4096, Duration.ofSeconds(70));
        this.waiting = pool(system, 1024, 4096, longest);
    }

    Identity identity() {
        return identity;
    }

    /**
     * Sends a request to an agent port; the answer's body is streamed and must be read or discarded.
     *
     * @param request its path and query are kept; headers of its connection are not passed on
     */
    public CompletionStage<HttpResponse> call(InetSocketAddress address, HttpRequest request) {
        var waits = request.getUri().query().get("index").isPresent() || streams(request);
        return http.singleRequest(
                        signed(address, request), http.defaultClientHttpsContext(), waits ? waiting : prompt, SILENT)
                .thenApply(AgentPortClient::passedOn);
    }

    /** Whether the answer goes on for as long as its reader likes. */
    private static boolean streams(HttpRequest request) {
        return request.getHeader("Accept")
                .filter(accept -> accept.value().contains("text/event-stream"))
                .isPresent();
    }

    /**
     * What an agent says of itself, {@code GET /cluster}, over a connection of its own; the body is all there.
     *
     * @param limit for all of it; the answer fails with a {@link java.util.concurrent.TimeoutException} after it
     */
    public CompletionStage<HttpResponse> probe(InetSocketAddress address, Duration limit) {
        return probe(address, PortRoutes.CLUSTER, limit);
    }

    /**
     * Likewise, as a server that wants to be asked in turn.
     *
     * @param from where its own agent port is
     */
    public CompletionStage<HttpResponse> introduce(InetSocketAddress address, HostPort from, Duration limit) {
        return probe(address, PortRoutes.CLUSTER + "?" + PortRoutes.FROM + "=" + from, limit);
    }

    private CompletionStage<HttpResponse> probe(InetSocketAddress address, String target, Duration limit) {
        var connection = http.connectionTo(host(address))
                .toPort(address.getPort())
                .withClientConnectionSettings(connection(limit))
                .logTo(SILENT)
                .http();
        return Source.single(signed(address, HttpRequest.GET(target)))
                .via(connection)
                .mapAsync(
                        1,
                        response -> response.toStrict(limit.toMillis(), system).<HttpResponse>thenApply(all -> all))
                .completionTimeout(limit)
                .runWith(Sink.head(), materializer)
                .toCompletableFuture()
                .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Opens the stream to a server; the answer is why not, empty for an open one. */
    CompletionStage<Optional<String>> stream(InetSocketAddress address, FrameFlow.End end, Duration limit) {
        var request = WebSocketRequest.create("ws://" + authority(address) + PortRoutes.STREAM);
        for (var header : Signature.headers(identity, "GET", PortRoutes.STREAM)) {
            request = request.addHeader(header);
        }
        return http.singleWebSocketRequest(
                        request,
                        FrameFlow.of(end, materializer),
                        ConnectionContext.noEncryption(),
                        Optional.empty(),
                        connection(limit),
                        SILENT,
                        materializer)
                .first()
                .thenApply(answer -> answer.isValid() ? Optional.empty() : Optional.of(refusal(answer)));
    }

    private static String refusal(WebSocketUpgradeResponse answer) {
        return answer.response()
                .getHeader(PortRoutes.REFUSAL)
                .map(HttpHeader::value)
                .orElseGet(answer::invalidationReason);
    }

    /** For a connection that is made once, within a time. */
    ClientConnectionSettings connection(Duration limit) {
        return prompt.getConnectionSettings().withConnectingTimeout(limit);
    }

    private HttpRequest signed(InetSocketAddress address, HttpRequest request) {
        var uri = request.getUri();
        var target = Uri.create("http://" + authority(address)).path(uri.path());
        var full = uri.rawQueryString().map(target::rawQueryString).orElse(target);
        var headers = new ArrayList<HttpHeader>();
        request.getHeaders().forEach(header -> {
            if (!isOfAgents(header) && !NOT_PASSED_ON.contains(header.lowercaseName())) {
                headers.add(header);
            }
        });
        headers.addAll(Signature.headers(identity, request.method().value(), full.path()));
        return HttpRequest.create()
                .withMethod(request.method())
                .withUri(full)
                .withHeaders(headers)
                .withEntity(request.entity());
    }

    /** Nobody but an agent itself says who it is. */
    private static boolean isOfAgents(HttpHeader header) {
        return header.lowercaseName().startsWith("engine-");
    }

    private static HttpResponse passedOn(HttpResponse response) {
        var headers = new ArrayList<HttpHeader>();
        response.getHeaders().forEach(header -> {
            if (!NOT_PASSED_ON.contains(header.lowercaseName())) {
                headers.add(header);
            }
        });
        return response.withHeaders(headers);
    }

    static String authority(InetSocketAddress address) {
        return HostPort.of(address).toString();
    }

    private static String host(InetSocketAddress address) {
        return HostPort.of(address).host();
    }

    private static ConnectionPoolSettings pool(ActorSystem<?> system, int connections, int open, Duration idle) {
        var config = ConfigFactory.parseString("""
            pekko.http.host-connection-pool {
              max-connections = %d
              max-open-requests = %d
              min-connections = 0
              # Whether a request may be sent again is decided by who knows what it does.
              max-retries = 0
              # A server that was away is asked at once when it is back.
              base-connection-backoff = 0s
              idle-timeout = 60s
              # Below the server's, so that none is used that the server is closing.
              keep-alive-timeout = 30s
              # A caller that is slow to read, such as over a slow line, keeps its answer.
              response-entity-subscription-timeout = 10s
              client {
                connecting-timeout = 2s
                idle-timeout = %d ms
                user-agent-header = ""
                parsing {
                  max-content-length = infinite
                  max-header-value-length = 64k
                  illegal-header-warnings = off
                  illegal-response-header-value-processing-mode = ignore
                  error-logging-verbosity = off
                }
              }
            }
            """.formatted(connections, open, idle.toMillis()));
        return ConnectionPoolSettings.create(
                config.withFallback(system.settings().config()));
    }
}
