package engine.http;

import engine.metrics.Metrics;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.stream.Materializer;
import org.jspecify.annotations.Nullable;

/** The API without its sockets: answers requests, by the settings of the moment. */
final class Serving implements AutoCloseable {
    private final Function<HttpSettings, Router> routers;
    private final AtomicReference<Router> router;
    private final Blocking blocking;
    private final @Nullable Forwarding forwarding;

    private Serving(
            ActorSystem<?> system,
            HttpSettings settings,
            Function<HttpSettings, Routes> tables,
            Blocking blocking,
            @Nullable Forwarding forwarding) {
        var materializer = Materializer.createMaterializer(system);
        this.routers = present ->
                new Router(tables.apply(present), present.largestBody(), InstantSource.system(), materializer);
        this.router = new AtomicReference<>(routers.apply(settings));
        this.blocking = blocking;
        this.forwarding = forwarding;
        Metrics.HTTP_PARKED.reads(blocking::parkedCount);
    }

    static Serving server(ActorSystem<?> system, HttpSettings settings, HttpServer.Ports ports) {
        var blocking = blocking(system, ports.changes());
        return new Serving(system, settings, present -> RouteTables.server(present, ports, blocking), blocking, null);
    }

    static Serving client(
            ActorSystem<?> system, HttpSettings settings, HttpServer.AgentPorts ports, Upstream upstream) {
        var blocking = blocking(system, ports.changes());
        var forwarding = new Forwarding(upstream, Materializer.createMaterializer(system));
        return new Serving(
                system,
                settings,
                present -> RouteTables.client(present, ports.agent(), blocking, forwarding),
                blocking,
                forwarding);
    }

    private static Blocking blocking(ActorSystem<?> system, Changes changes) {
        var executor = system.executionContext();
        return new Blocking(changes, (delay, task) -> system.scheduler().scheduleOnce(delay, task, executor), executor);
    }

    /** Never fails. */
    CompletionStage<Answer> handle(Request request) {
        return router.get().handle(request);
    }

    /** From the next request on; waiting queries keep the time that they have. */
    void update(HttpSettings settings) {
        router.set(routers.apply(settings));
    }

    /** Whether there are requests that {@link #close} answers. */
    boolean waits() {
        return blocking.parkedCount() > 0 || (forwarding != null && forwarding.waitingCount() > 0);
    }

    /** Answers all that waits; from now on nothing does. */
    @Override
    public void close() {
        blocking.close();
        if (forwarding != null) {
            forwarding.close();
        }
    }
}
