package engine.link;

import engine.http.PeerPort;
import engine.http.message.HttpRequest;
import engine.http.message.HttpResponse;
import engine.text.Reason;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** The port on which agents talk to each other, bound. */
public final class AgentPort {
    private final ActorSystem<?> system;
    private final PeerPort port;
    private final Optional<ActorRef<Sessions.Command>> sessions;

    private AgentPort(ActorSystem<?> system, PeerPort port, Optional<ActorRef<Sessions.Command>> sessions) {
        this.system = system;
        this.port = port;
        this.sessions = sessions;
    }

    /** Answers a request of another agent; headers that start with {@code Engine-} tell of it, and are true. */
    @FunctionalInterface
    public interface Handler {

        /** Must read or discard the request's body; a failure becomes an answer 500. */
        CompletionStage<HttpResponse> handle(HttpRequest request);
    }

    /** Answers DNS queries. */
    @FunctionalInterface
    public interface Dns {

        /**
         * The answer in wire format for a transport of its size; none for what is no query. Must not block.
         *
         * @param maxStale how old it may be
         */
        Optional<byte[]> answer(byte[] query, boolean tcp, Duration maxStale);
    }

    /**
     * What stands behind the port.
     *
     * @param servers agent ports of the servers that this agent knows: told to who asks, so that a client agent is good to join by
     * @param cluster answers {@code GET /cluster}
     * @param sessions a server's streams; none on a client agent
     * @param api the HTTP API, under {@code /v1/}; only asked on a server
     */
    public record Behind(
            Supplier<List<HostPort>> servers,
            Handler cluster,
            Optional<ActorRef<Sessions.Command>> sessions,
            Dns dns,
            Handler api) {}

    /**
     * Binds the port.
     *
     * @param address with port 0 for any free one
     * @return fails with a {@link BindException} whose message is a sentence that names the address
     */
    public static CompletionStage<AgentPort> bind(
            ActorSystem<?> system, InetSocketAddress address, Identity identity, PortSettings settings, Behind behind) {
        var routes = new PortRoutes(system, identity, behind);
        return PeerPort.bind(
                        system,
                        address,
                        new PeerPort.Limits(settings.maxConnections(), settings.idle()),
                        routes::handle,
                        () -> new StreamDoor(routes))
                .handle((port, failure) -> failure == null
                        ? CompletableFuture.completedFuture(new AgentPort(system, port, behind.sessions()))
                        : CompletableFuture.<AgentPort>failedFuture(cannotBind(address, failure)))
                .thenCompose(bound -> bound);
    }

    private static BindException cannotBind(InetSocketAddress address, Throwable failure) {
        return new BindException("the agent port cannot be opened at %s:%d: %s. Name another with --serf-lan-port."
                .formatted(address.getHostString(), address.getPort(), Reason.of(failure)));
    }

    /** The name of the agent that sent a request which was let in. */
    public static String node(HttpRequest request) {
        return Signature.of(request).map(Signature::node).orElse("");
    }

    /** A server that asks another one. */
    public record Asking(HostPort place, String node, String nodeId) {}

    /** The server that asks {@code /cluster}; empty for whoever else does. */
    public static Optional<Asking> server(HttpRequest request) {
        try {
            return request.parameter(PortRoutes.FROM)
                    .map(text -> HostPort.parse(text, -1))
                    .flatMap(place -> Signature.of(request)
                            .map(signature -> new Asking(place, signature.node(), signature.nodeId())));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** Says to whom asks {@code /cluster} whether this server is part of a cluster: agents attach to one that is, where there is one. */
    public static HttpResponse formed(HttpResponse answer, boolean formed) {
        return answer.with(PortRoutes.FORMED, Boolean.toString(formed));
    }

    /** Where it listens, with the real port. */
    public InetSocketAddress address() {
        return port.address();
    }

    /** Takes no more connections, ends the streams, and the other connections when their requests are answered, or after {@code limit}. */
    public CompletionStage<Done> close(Duration limit) {
        return port.unbind()
                .thenCompose(_ -> sessions.isPresent()
                        ? AskPattern.ask(sessions.get(), Sessions.Close::new, limit, system.scheduler())
                        : CompletableFuture.completedStage(Done.getInstance()))
                .handle((_, _) -> Done.getInstance())
                .thenCompose(_ -> port.terminate(limit))
                .handle((_, _) -> Done.getInstance());
    }
}
