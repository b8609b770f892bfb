package engine.link;

import engine.http.message.Entity;
import engine.http.message.Header;
import engine.http.message.HttpRequest;
import engine.http.message.HttpResponse;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.stream.Materializer;

/** Asks the agent ports of others, in the name of this agent. */
public final class AgentPortClient {
    /** How long a connection for a request may take to be made: who waits for one longer asks another. */
    private static final Duration CONNECTING = Duration.ofSeconds(2);

    /** Bytes of what an agent says of itself. */
    private static final int MAX_PROBE = 8 << 20;

    private static final Duration PROMPT = Duration.ofSeconds(70);

    private final ActorSystem<?> system;
    private final Materializer materializer;
    private final Identity identity;
    private final PeerConnections.Settings prompt;
    private final PeerConnections.Settings waiting;
    private final Map<Way, PeerConnections> connections = new ConcurrentHashMap<>();
    private final Set<Channel> open = ConcurrentHashMap.newKeySet();

    private record Way(InetSocketAddress address, boolean waits) {}

    /** @param longest how long an answer may take: longer than the longest blocking query */
    public AgentPortClient(ActorSystem<?> system, Identity identity, Duration longest) {
        this.system = system;
        this.materializer = Materializer.createMaterializer(system);
        this.identity = identity;
        // Two pools a server, so that queries which wait cannot keep others from a connection.
        this.prompt = new PeerConnections.Settings(128, CONNECTING, PROMPT);
        this.waiting = new PeerConnections.Settings(1024, CONNECTING, longest);
        system.getWhenTerminated().thenRun(() -> open.forEach(Channel::close));
    }

    Identity identity() {
        return identity;
    }

    /**
     * Sends a request to an agent port; the answer's body is streamed and must be read or discarded.
     *
     * @param request its path and query are kept; headers of its connection are not passed on
     * @return fails with a {@link java.net.ConnectException} where nothing was sent
     */
    public CompletionStage<HttpResponse> call(InetSocketAddress address, HttpRequest request) {
        var waits = request.parameter("index").isPresent() || streams(request);
        return connections
                .computeIfAbsent(new Way(address, waits), this::connections)
                .ask(signed(address, request));
    }

    private PeerConnections connections(Way way) {
        return new PeerConnections(
                way.address(),
                way.waits() ? waiting : prompt,
                materializer,
                this::track,
                empty -> connections.remove(way, empty));
    }

    /** Connections do not outlive the agent. */
    private void track(Channel channel) {
        open.add(channel);
        channel.closeFuture().addListener(_ -> open.remove(channel));
        if (system.whenTerminated().isCompleted()) {
            channel.close();
        }
    }

    /** Whether the answer goes on for as long as its reader likes. */
    private static boolean streams(HttpRequest request) {
        return request.header("Accept")
                .filter(accept -> accept.contains("text/event-stream"))
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
        var single = new PeerConnections(
                address, new PeerConnections.Settings(1, limit, limit), materializer, this::track, _ -> {});
        var whole = single.ask(signed(address, HttpRequest.get(target)))
                .thenCompose(response -> response.entity()
                        .read(MAX_PROBE, limit, materializer)
                        .thenApply(body -> new HttpResponse(
                                response.status(),
                                response.headers(),
                                Entity.of(response.entity().type(), body))))
                .toCompletableFuture()
                .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
        whole.whenComplete((_, _) -> single.close());
        return whole;
    }

    /** Opens the stream to a server; the answer is why not, empty for an open one. */
    CompletionStage<Optional<String>> stream(InetSocketAddress address, FrameHandler.End end, Duration limit) {
        return StreamOpening.open(
                address, Signature.headers(identity, "GET", PortRoutes.STREAM), end, limit, this::track);
    }

    private HttpRequest signed(InetSocketAddress address, HttpRequest request) {
        var headers = new ArrayList<Header>();
        headers.add(new Header("Host", authority(address)));
        request.headers().forEach(header -> {
            if (!isOfAgents(header)) {
                headers.add(header);
            }
        });
        headers.addAll(Signature.headers(identity, request.method(), request.path()));
        return request.with(headers);
    }

    /** Nobody but an agent itself says who it is. */
    private static boolean isOfAgents(Header header) {
        return header.key().startsWith("engine-") || header.is("host");
    }

    static String authority(InetSocketAddress address) {
        return HostPort.of(address).toString();
    }
}
