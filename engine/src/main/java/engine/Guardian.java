package engine;

import engine.checks.Checks;
import engine.checks.Listener;
import engine.config.Settings;
import engine.events.EventIds;
import engine.events.LamportClock;
import engine.events.LocalNode;
import engine.events.RunLog;
import engine.events.Triggers;
import engine.http.message.HttpRequest;
import engine.http.message.HttpResponse;
import engine.local.LocalState;
import engine.local.Registry;
import engine.process.Processes;
import engine.process.Processes.Leftovers;
import engine.process.Processes.Program;
import engine.sources.SourceWatch;
import engine.state.Published;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.util.ByteString;

/** The root of all actors of an agent: makes them, in order, and hands them out. */
final class Guardian {

    /** Longer than it takes until a server that has started sees which of the others are alive. */
    private static final Duration SETTLING = Duration.ofSeconds(20);

    private Guardian() {}

    /**
     * @param ground makes what the parts work on
     * @param kept what there was before a restart
     */
    static Behavior<Void> create(
            Settings settings,
            Function<ActorContext<Void>, Parts.Ground> ground,
            Kept kept,
            CompletableFuture<Parts> ready) {
        return Behaviors.setup(ctx -> {
            var node = settings.node().name();
            var clock = InstantSource.system();
            var processes = new Processes();
            var local = new AtomicReference<>(LocalState.EMPTY);
            var lamport = new LamportClock();
            var on = ground.apply(ctx);
            var writer = on.writer();
            var published = on.published();
            var registry = ctx.spawn(
                    Registry.create(new Registry.Ports(
                            node,
                            settings.checkUpdateInterval(),
                            settings.scriptChecks(),
                            writer,
                            local,
                            kept.registrations(),
                            kept.states(),
                            clock,
                            listener -> checks(node, published, processes, listener))),
                    "registry");
            var self = new RegisteredNode(node, settings.node().meta(), local);
            var reports = ctx.spawn(RunReports.create(writer, kept.events()), "run-reports");
            var log = new RunReports.Log(kept.events(), reports);
            var ids = EventIds.of(clock);
            var api = new CompletableFuture<Function<HttpRequest, CompletionStage<HttpResponse>>>();
            var ownApi = new OwnApi(ctx.getSystem(), api);
            var effects = new TriggerEffects(
                    node,
                    settings.events(),
                    ctx.spawn(TriggerEffects.writing(writer), "fired-events"),
                    ids,
                    lamport,
                    clock,
                    ownApi);
            var sources = ctx.spawn(
                    SourceWatch.create(new SourceWatch.Ports(
                            path -> ownApi.answer(HttpRequest.get(path)),
                            new SourcePlaces(kept.places()),
                            node,
                            lamport::next,
                            clock,
                            settling(settings))),
                    "sources");
            var triggers = ctx.spawn(triggers(settings, log, self, processes, effects, sources, clock), "triggers");
            var elsewhere = ConcurrentHashMap.<String>newKeySet();
            var handlers = ctx.spawn(
                    MemberHandlers.create(
                            new MemberHandlers.Ports(ownApi::after, scripts(settings, processes), settling(settings))),
                    "member-handlers");
            var definitions = ctx.spawn(
                    TriggerDefinitions.create(triggers, new TriggerQuery(node, ownApi), kept.triggers()),
                    "trigger-definitions");
            var delivery = new EventDelivery(
                    command -> definitions.tell(new TriggerDefinitions.Pass(command)),
                    reports,
                    lamport,
                    ids,
                    kept.events(),
                    self,
                    elsewhere);
            published.subscribe(delivery);
            ready.complete(new Parts(
                    registry, triggers, definitions, handlers, local, delivery, reports, ids, processes, api));
            return Behaviors.empty();
        });
    }

    private static MemberHandlers.Ports.Scripts scripts(Settings settings, Processes processes) {
        return (handler, environment, input) -> processes
                .run(
                        Program.of(SerfHandlers.command(handler), environment),
                        ByteString.fromString(input),
                        settings.events().triggerTimeout(),
                        settings.events().outputMaxSize(),
                        Leftovers.KEEP)
                .thenApply(end -> end.timedOut()
                        ? "killed after " + settings.events().triggerTimeout().toSeconds() + " s"
                        : end.exitCode() == 0 ? "" : "exit code " + end.exitCode());
    }

    /** A server that has others learns from them, after its start, who was there before. */
    private static Duration settling(Settings settings) {
        var alone = settings.bootstrapExpect() <= 1
                && settings.join().start().isEmpty()
                && settings.join().retry().isEmpty();
        return settings.server() && !alone ? SETTLING : Duration.ZERO;
    }

    /** Makes the actor that runs checks. */
    static Behavior<Checks.Command> checks(String node, Published published, Processes processes, Listener listener) {
        engine.checks.Commands commands = (command, timeout, limit) -> processes
                .run(Program.of(command, Map.of()), ByteString.emptyByteString(), timeout, limit, Leftovers.KILL)
                .thenApply(end -> new engine.checks.Commands.Finished(
                        end.exitCode(), end.timedOut(), end.output(), end.outputBytes()));
        return Checks.create(new Checks.Ports(
                commands,
                new CatalogAliases(node, published),
                listener,
                RandomGenerator.getDefault(),
                InstantSource.system()));
    }

    private static Behavior<Triggers.Command> triggers(
            Settings settings,
            RunLog log,
            LocalNode self,
            Processes processes,
            TriggerEffects effects,
            ActorRef<SourceWatch.Command> sources,
            InstantSource clock) {
        engine.events.Commands commands = (program, stdin, timeout, capture) -> processes
                .run(
                        new Program(
                                program.command(),
                                program.environment(),
                                program.user(),
                                program.directory(),
                                program.niceness()),
                        stdin,
                        timeout,
                        capture.limit(),
                        Leftovers.KEEP,
                        capture.watcher().map(watcher -> printed -> watcher.accept(printed(printed))))
                .thenApply(end ->
                        new engine.events.Commands.Finished(end.exitCode(), end.timedOut(), printed(end.printed())));
        return Triggers.create(new Triggers.Ports(
                self,
                commands,
                new UrlCalls(),
                effects,
                (all, replyTo) -> sources.tell(new SourceWatch.Define(all, replyTo)),
                log,
                clock,
                settings.events().outputMaxSize()));
    }

    private static engine.events.Commands.Printed printed(Processes.Printed printed) {
        return new engine.events.Commands.Printed(printed.text(), printed.dropped());
    }

    /** This node as filters of events see it. */
    private record RegisteredNode(String name, Map<String, String> meta, AtomicReference<LocalState> local)
            implements LocalNode {
        @Override
        public List<Service> services() {
            return local.get().services().values().stream()
                    .map(service -> new Service(
                            service.definition().name(), service.definition().tags()))
                    .toList();
        }
    }
}
