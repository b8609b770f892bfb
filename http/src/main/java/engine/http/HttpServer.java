package engine.http;

import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.stream.Materializer;
import org.jspecify.annotations.Nullable;

/** The HTTP API on its sockets. */
public final class HttpServer {
    /** How long the answers of waiting queries have to leave before connections are ended. */
    private static final Duration LEAVING = Duration.ofMillis(500);

    /** How long other requests may then go on. */
    private static final Duration CLOSING = Duration.ofSeconds(3);

    private final ActorSystem<?> system;
    private final List<ServerBinding> bindings;
    private final Blocking blocking;
    private final Consumer<HttpSettings> update;
    private @Nullable CompletionStage<Done> closed;

    private HttpServer(
            ActorSystem<?> system, List<ServerBinding> bindings, Blocking blocking, Consumer<HttpSettings> update) {
        this.system = system;
        this.bindings = bindings;
        this.blocking = blocking;
        this.update = update;
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
        var materializer = Materializer.createMaterializer(system);
        Function<HttpSettings, Router> serving = present -> new Router(
                routes(present, ports, blocking), present.largestBody(), InstantSource.system(), materializer);
        var router = new AtomicReference<>(serving.apply(settings));
        org.apache.pekko.japi.function.Function<HttpRequest, CompletionStage<HttpResponse>> handler =
                request -> router.get().handle(request);
        var serverSettings =
                ServerSettings.create(HttpTuning.config(system.settings().config()));
        CompletionStage<List<ServerBinding>> bound = CompletableFuture.completedFuture(new ArrayList<>());
        for (var address : addresses) {
            bound = bound.thenCompose(done -> Http.get(system)
                    .newServerAt(address.getHostString(), address.getPort())
                    .withSettings(serverSettings)
                    .bind(handler)
                    .handle((binding, failure) -> failure == null
                            ? CompletableFuture.completedFuture(with(done, binding))
                            : released(done).thenCompose(_ -> cannotBind(address, failure)))
                    .thenCompose(next -> next));
        }
        return bound.thenApply(bindings ->
                new HttpServer(system, List.copyOf(bindings), blocking, present -> router.set(serving.apply(present))));
    }

    /** Serves with other settings from the next request on; waiting queries keep the time that they have. */
    public void update(HttpSettings settings) {
        update.accept(settings);
    }

    /** The addresses as bound, with their real ports. */
    public List<InetSocketAddress> addresses() {
        return bindings.stream().map(ServerBinding::localAddress).toList();
    }

    /**
     * Accepts no more, answers waiting queries with their present state and ends the connections; done after some
     * seconds at most.
     */
    public synchronized CompletionStage<Done> close() {
        if (closed == null) {
            closed = unbound()
                    .thenCompose(_ -> {
                        var waited = blocking.parkedCount() > 0;
                        blocking.close();
                        return waited ? later(LEAVING) : CompletableFuture.completedFuture(Done.getInstance());
                    })
                    .thenCompose(_ -> released(bindings));
        }
        return closed;
    }

    private CompletionStage<Done> unbound() {
        return all(bindings.stream().map(ServerBinding::unbind));
    }

    private CompletionStage<Done> later(Duration delay) {
        var due = new CompletableFuture<Done>();
        system.scheduler().scheduleOnce(delay, () -> due.complete(Done.getInstance()), system.executionContext());
        return due;
    }

    private static CompletionStage<Done> released(List<ServerBinding> bindings) {
        return all(bindings.stream().map(binding -> binding.terminate(CLOSING)));
    }

    /** Done when all are, however they end. */
    private static CompletionStage<Done> all(Stream<? extends CompletionStage<?>> stages) {
        return CompletableFuture.allOf(
                        stages.map(CompletionStage::toCompletableFuture).toArray(CompletableFuture<?>[]::new))
                .handle((_, _) -> Done.getInstance());
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
