package engine.http;

import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.stream.Materializer;

/** The HTTP API on its sockets. */
public final class HttpServer {
    /** How long requests may go on after {@link #close}. */
    private static final Duration CLOSING = Duration.ofSeconds(3);

    private final List<ServerBinding> bindings;
    private final Blocking blocking;

    private HttpServer(List<ServerBinding> bindings, Blocking blocking) {
        this.bindings = bindings;
        this.blocking = blocking;
    }

    /** What the API shows and changes. */
    public record Ports(
            LocalAgent agent,
            Catalog catalog,
            KeyValues keyValues,
            UserEvents events,
            Cluster cluster,
            Changes changes) {}

    /**
     * Binds all addresses, or none.
     *
     * @param addresses with port 0 for any free one
     * @return fails with a {@link BindException} whose message names the address and port that could not be bound
     */
    public static CompletionStage<HttpServer> bind(
            ActorSystem<?> system, List<InetSocketAddress> addresses, HttpSettings settings, Ports ports) {
        var executor = system.executionContext();
        var blocking = new Blocking(
                ports.changes(), (delay, task) -> system.scheduler().scheduleOnce(delay, task, executor), executor);
        var router = new Router(
                routes(settings, ports, blocking), InstantSource.system(), Materializer.createMaterializer(system));
        var serverSettings = ServerSettings.create(
                HttpTuning.config(settings, system.settings().config()));
        CompletionStage<List<ServerBinding>> bound = CompletableFuture.completedFuture(new ArrayList<>());
        for (var address : addresses) {
            bound = bound.thenCompose(done -> Http.get(system)
                    .newServerAt(address.getHostString(), address.getPort())
                    .withSettings(serverSettings)
                    .bind(router::handle)
                    .handle((binding, failure) -> failure == null
                            ? CompletableFuture.completedFuture(with(done, binding))
                            : released(done).thenCompose(_ -> cannotBind(address, failure)))
                    .thenCompose(next -> next));
        }
        return bound.thenApply(bindings -> new HttpServer(List.copyOf(bindings), blocking));
    }

    /** The addresses as bound, with their real ports. */
    public List<InetSocketAddress> addresses() {
        return bindings.stream().map(ServerBinding::localAddress).toList();
    }

    /**
     * Accepts no more, answers waiting queries with their present state and ends the connections; done after some
     * seconds at most.
     */
    public CompletionStage<Done> close() {
        blocking.close();
        return released(bindings);
    }

    private static CompletionStage<Done> released(List<ServerBinding> bindings) {
        var closing = bindings.stream()
                .map(binding -> binding.terminate(CLOSING).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(closing).handle((_, _) -> Done.getInstance());
    }

    private static List<ServerBinding> with(List<ServerBinding> bindings, ServerBinding binding) {
        bindings.add(binding);
        return bindings;
    }

    private static CompletionStage<List<ServerBinding>> cannotBind(InetSocketAddress address, Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return CompletableFuture.failedFuture(new BindException("The HTTP API cannot listen on "
                + address.getHostString() + " port " + address.getPort() + ": " + reason(cause)));
    }

    private static String reason(Throwable cause) {
        var message = cause.getMessage();
        return message == null || message.isEmpty() ? "the address is not available" : message;
    }

    private static Routes routes(HttpSettings settings, Ports ports, Blocking blocking) {
        var reads = new Reads(settings, ports.cluster(), blocking);
        var routes = new Routes();
        routes.get("/", _ -> Reads.now(Answer.text(200, "engine agent")));
        new AgentRoutes(ports.agent()).addTo(routes);
        new AgentServiceRoutes(ports.agent(), ports.catalog(), settings, blocking).addTo(routes);
        new AgentCheckRoutes(ports.agent(), settings).addTo(routes);
        new CatalogRoutes(ports.catalog(), reads, settings).addTo(routes);
        new HealthRoutes(ports.catalog(), reads, settings).addTo(routes);
        new KvRoutes(ports.keyValues(), reads, settings).addTo(routes);
        new EventRoutes(ports.events(), reads, settings).addTo(routes);
        new StatusRoutes(ports.cluster(), ports.catalog(), reads).addTo(routes);
        AbsentRoutes.addTo(routes);
        return routes;
    }
}
