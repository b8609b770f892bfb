package engine;

import engine.cluster.Forming;
import engine.cluster.ServerReportJson;
import engine.dns.DnsServer;
import engine.http.HttpServer;
import engine.http.message.Entity;
import engine.http.message.HttpRequest;
import engine.http.message.HttpResponse;
import engine.link.AgentPort;
import engine.link.LogLimit;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a server answers on its agent port. The port is open before the rest of the agent: until then it says so. */
final class PortAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(PortAnswers.class);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private record Begun(HttpServer http, DnsServer dns, ActorRef<Forming.Command> forming) {}

    private final ActorSystem<?> system;
    private final BiFunction<String, String, Optional<String>> taken;
    private final LogLimit refusals = new LogLimit(Duration.ofSeconds(10));
    private final AtomicReference<Optional<Begun>> begun = new AtomicReference<>(Optional.empty());

    /** @param taken by a node's name and id a sentence when the name is that of another agent */
    PortAnswers(ActorSystem<?> system, BiFunction<String, String, Optional<String>> taken) {
        this.system = system;
        this.taken = taken;
    }

    /** From now on there are answers. */
    void begin(HttpServer http, DnsServer dns, ActorRef<Forming.Command> forming) {
        begun.set(Optional.of(new Begun(http, dns, forming)));
    }

    Optional<ActorRef<Forming.Command>> forming() {
        return begun.get().map(Begun::forming);
    }

    /** How this server stands, to whom searches for servers; a server that asks is asked back. */
    CompletionStage<HttpResponse> report(HttpRequest request) {
        var forming = forming();
        if (forming.isEmpty()) {
            return starting();
        }
        var asking = AgentPort.server(request);
        var refusal = asking.flatMap(server -> taken.apply(server.node(), server.nodeId()));
        if (refusal.isPresent()) {
            refusals.pass()
                    .ifPresent(more -> LOG.warn(
                            "server at {} is not taken: {}{}", asking.get().place(), refusal.get(), more));
            return CompletableFuture.completedStage(HttpResponse.of(409, Entity.text(refusal.get())));
        }
        asking.map(AgentPort.Asking::place)
                .ifPresent(
                        from -> forming.get().tell(new Forming.Heard(new InetSocketAddress(from.host(), from.port()))));
        return AskPattern.ask(forming.get(), Forming.GetReport::new, ANSWER, system.scheduler())
                .thenApply(report -> AgentPort.formed(
                        HttpResponse.of(200, Entity.of(Entity.JSON, ServerReportJson.write(report))), report.formed()));
    }

    Optional<byte[]> dns(byte[] query, boolean tcp, Duration maxStale) {
        return begun.get().flatMap(there -> there.dns().answer(query, tcp, maxStale));
    }

    CompletionStage<HttpResponse> api(HttpRequest request) {
        var there = begun.get();
        if (there.isEmpty()) {
            return starting();
        }
        return there.get().http().handle(request, AgentPort.node(request));
    }

    /** A client agent is not attached any more: nobody waits for what it asked. */
    void gone(String agent) {
        begun.get().ifPresent(there -> there.http().gone(agent));
    }

    private static CompletionStage<HttpResponse> starting() {
        return CompletableFuture.completedStage(HttpResponse.of(503, Entity.text("The server is starting.")));
    }
}
