package engine.http;

import engine.http.message.HttpRequest;
import engine.http.message.HttpResponse;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.stream.Materializer;
import org.jspecify.annotations.Nullable;

/** The HTTP API on its sockets. */
public final class HttpServer {
    /** How long the answers of waiting queries have to leave before connections are ended. */
    private static final Duration LEAVING = Duration.ofMillis(500);

    /** How long other requests may then go on. */
    private static final Duration CLOSING = Duration.ofSeconds(3);

    private final ActorSystem<?> system;
    private final Listener listener;
    private final Serving serving;
    private @Nullable CompletionStage<Done> closed;

    private HttpServer(ActorSystem<?> system, Listener listener, Serving serving) {
        this.system = system;
        this.listener = listener;
        this.serving = serving;
    }

    /** What the API of a server shows and changes. */
    public record Ports(
            LocalAgent agent,
            Catalog catalog,
            KeyValues keyValues,
            UserEvents events,
            Cluster cluster,
            Changes changes,
            Snapshots snapshots,
            Operator operator,
            Sessions sessions,
            Transactions transactions,
            KvChanges kvChanges,
            KvConflicts kvConflicts,
            Barrier barrier,
            KeptTriggers triggers,
            Rollouts rollouts,
            Audit audit,
            Maintenances maintenances,
            ExternalChecks external,
            DnsExplanations names,
            Coordinates coordinates,
            Autopilot autopilot,
            PreparedQueries queries) {

        /** Without what follows from an order of all writes: that answers 501, and reads are those of this server. */
        public Ports(
                LocalAgent agent,
                Catalog catalog,
                KeyValues keyValues,
                UserEvents events,
                Cluster cluster,
                Changes changes,
                Snapshots snapshots,
                Operator operator) {
            this(
                    agent,
                    catalog,
                    keyValues,
                    events,
                    cluster,
                    changes,
                    snapshots,
                    operator,
                    Unavailable.INSTANCE,
                    Unavailable.INSTANCE,
                    Unavailable.INSTANCE,
                    Unavailable.INSTANCE,
                    Unavailable.INSTANCE,
                    Unavailable.INSTANCE,
                    UnavailableRollouts.INSTANCE,
                    UnavailableRollouts.INSTANCE,
                    Maintenances.NONE,
                    ExternalChecks.NONE,
                    DnsExplanations.NONE,
                    Coordinates.NONE,
                    Autopilot.NONE,
                    UnavailableQueries.INSTANCE);
        }

        /** Also without what belongs to a cluster: that answers 501. */
        public Ports(
                LocalAgent agent,
                Catalog catalog,
                KeyValues keyValues,
                UserEvents events,
                Cluster cluster,
                Changes changes) {
            this(agent, catalog, keyValues, events, cluster, changes, Unavailable.INSTANCE, Unavailable.INSTANCE);
        }
    }

    /**
     * What the API of a client agent shows and changes of its own.
     *
     * @param changes only {@link Topic.Node} of the agent itself is waited for, which changes with its services
     */
    public record AgentPorts(LocalAgent agent, Changes changes) {}

    /**
     * Binds all addresses, or none, for a server, which answers everything itself.
     *
     * @param addresses with port 0 for any free one; a Unix socket's file is replaced, and gone at the end
     * @return fails with a {@link BindException} whose message names the address and port that could not be bound
     */
    public static CompletionStage<HttpServer> bind(
            ActorSystem<?> system, List<? extends SocketAddress> addresses, HttpSettings settings, Ports ports) {
        return bind(system, addresses, Serving.server(system, settings, ports));
    }

    /** The same for a client agent, which answers what is its own and hands on the rest. */
    public static CompletionStage<HttpServer> bind(
            ActorSystem<?> system,
            List<? extends SocketAddress> addresses,
            HttpSettings settings,
            AgentPorts ports,
            Upstream upstream) {
        return bind(system, addresses, Serving.client(system, settings, ports, upstream));
    }

    private static CompletionStage<HttpServer> bind(
            ActorSystem<?> system, List<? extends SocketAddress> addresses, Serving serving) {
        var listener = new Listener(serving::handle, serving::protocol, Materializer.createMaterializer(system));
        system.getWhenTerminated().thenCompose(_ -> listener.terminate(Duration.ZERO));
        CompletionStage<Done> bound = CompletableFuture.completedFuture(Done.getInstance());
        for (var address : addresses) {
            bound = bound.thenCompose(_ -> listener.bind(address)
                    .exceptionallyCompose(failure -> CompletableFuture.failedFuture(cannotBind(address, failure))));
        }
        return bound.handle((_, failure) -> failure == null
                        ? CompletableFuture.completedFuture(new HttpServer(system, listener, serving))
                        : listener.terminate(Duration.ZERO)
                                .thenCompose(_ -> CompletableFuture.<HttpServer>failedFuture(failure)))
                .thenCompose(server -> server);
    }

    /** Answers a request of this agent itself, as one that came over the bound addresses; never fails. */
    public CompletionStage<HttpResponse> handle(HttpRequest request) {
        return handle(request, "");
    }

    /**
     * Answers a request that another agent handed on, exactly as one of the bound addresses: it is from the client that the
     * agent names, not from the agent. Never fails; the answer's body must be read or discarded.
     *
     * @param agent its name
     */
    public CompletionStage<HttpResponse> handle(HttpRequest request, String agent) {
        return serving.handle(Request.of(request, agent)).thenApply(Answer::response);
    }

    /** Ends the queries that an agent handed on which is not there any more. */
    public void gone(String agent) {
        serving.gone(agent);
    }

    /** Serves with other settings from the next request on; waiting queries keep the time that they have. */
    public void update(HttpSettings settings) {
        serving.update(settings);
    }

    /** The addresses as bound, with their real ports. */
    public List<InetSocketAddress> addresses() {
        return listener.addresses();
    }

    /**
     * Accepts no more, answers waiting queries, with their present state where it is known here, and ends the
     * connections; done after some seconds at most.
     */
    public synchronized CompletionStage<Done> close() {
        if (closed == null) {
            closed = listener.unbind()
                    .thenCompose(_ -> {
                        var waited = serving.waits();
                        serving.close();
                        return waited ? later(LEAVING) : CompletableFuture.completedFuture(Done.getInstance());
                    })
                    .thenCompose(_ -> listener.terminate(CLOSING));
        }
        return closed;
    }

    private CompletionStage<Done> later(Duration delay) {
        var due = new CompletableFuture<Done>();
        system.scheduler().scheduleOnce(delay, () -> due.complete(Done.getInstance()), system.executionContext());
        return due;
    }

    private static BindException cannotBind(SocketAddress address, Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        var where = address instanceof InetSocketAddress inet
                ? inet.getHostString() + " port " + inet.getPort()
                : address.toString();
        return new BindException("The HTTP API cannot listen on " + where + ": " + reason(cause));
    }

    private static String reason(Throwable cause) {
        var message = cause.getMessage();
        return message == null || message.isEmpty() ? "the address is not available" : message;
    }
}
