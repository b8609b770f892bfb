package engine.http;

import engine.http.protocol.Protocol;
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
    private final Function<HttpSettings, Present> tables;
    private final AtomicReference<Present> present;
    private final Blocking blocking;
    private final @Nullable Forwarding forwarding;
    private final Withdrawals withdrawals = new Withdrawals();

    /** What requests are answered by. */
    private record Present(Router router, Protocol protocol) {}

    private Serving(
            ActorSystem<?> system,
            HttpSettings settings,
            Function<HttpSettings, Routes> tables,
            Blocking blocking,
            @Nullable Forwarding forwarding) {
        var materializer = Materializer.createMaterializer(system);
        this.tables = now -> new Present(
                new Router(tables.apply(now), now.protocol(), now.largestBody(), InstantSource.system(), materializer),
                now.protocol());
        this.present = new AtomicReference<>(this.tables.apply(settings));
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
        var router = present.get().router();
        return request.agent().isEmpty() ? router.handle(request) : withdrawals.handle(request, router::handle);
    }

    /** Ends what an agent waits for that is not there any more. */
    void gone(String agent) {
        withdrawals.gone(agent);
    }

    /** How connections are treated now. */
    Protocol protocol() {
        return present.get().protocol();
    }

    /** From the next request on; waiting queries keep the time that they have. */
    void update(HttpSettings settings) {
        present.set(tables.apply(settings));
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
