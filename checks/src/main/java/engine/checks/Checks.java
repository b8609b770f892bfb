package engine.checks;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.pattern.StatusReply;

/**
 * The checks of one node, each an actor of its own. It alone calls the {@link Listener}: one check's changes are told
 * in their order, and none after its {@link Remove}, or of its former definition after its {@link Put}. A check that
 * fails by a bug starts again from its last state.
 */
public final class Checks {

    /** What can be asked of the checks. */
    public sealed interface Command {}

    /**
     * Adds a check, or replaces the one with the same id. For a check that runs with an equal definition nothing
     * changes.
     *
     * @param known the state to start from: an earlier one, or the initial status with empty output
     */
    public record Put(CheckDefinition definition, Result known) implements Command {}

    /** Ends a check. What its last probe finds is not told any more. */
    public record Remove(String id) implements Command {}

    /** Tells a TTL check its state. Answers with an error for any other check and an unknown id. */
    public record Report(String id, Status status, String output, ActorRef<StatusReply<Done>> replyTo)
            implements Command {}

    /** Runs a check at once, unless it is running; the interval counts from here. A TTL check has nothing to run. */
    public record RunNow(String id) implements Command {}

    /** A check has a new status or output. */
    record Found(Started by, Result result) implements Command {}

    /** A report has been taken, and the listener has heard of it. */
    record Accepted(ActorRef<StatusReply<Done>> replyTo) implements Command {}

    private record Failed(Started which) implements Command {}

    private record Expired(String id) implements Command {}

    /**
     * What the checks need from outside.
     *
     * @param random spreads the first runs
     */
    public record Ports(Commands commands, Aliases aliases, Listener listener, RandomGenerator random) {}

    /** What can be said to a running check depends on its kind. */
    private sealed interface Child {
        ActorRef<?> ref();

        record Probing(ActorRef<Check.Command> ref) implements Child {}

        record Told(ActorRef<TtlCheck.Command> ref) implements Child {}

        record Mirroring(ActorRef<AliasCheck.Command> ref) implements Child {}
    }

    private record Running(CheckDefinition definition, Started started, Child child, Result last) {
        Running with(Result result) {
            return new Running(definition, started, child, result);
        }
    }

    /** Shorter intervals are taken as this one. */
    private static final Duration MIN_INTERVAL = Duration.ofSeconds(1);

    private final ActorContext<Command> ctx;
    private final TimerScheduler<Command> timers;
    private final Ports ports;
    private final Connections connections = new Connections();
    private final Map<String, Running> running = new HashMap<>();
    private long starts;

    private Checks(ActorContext<Command> ctx, TimerScheduler<Command> timers, Ports ports) {
        this.ctx = ctx;
        this.timers = timers;
        this.ports = ports;
    }

    /** The checks of a node, none at first. */
    public static Behavior<Command> create(Ports ports) {
        return Behaviors.setup(ctx -> Behaviors.withTimers(timers -> {
            ctx.setLoggerName(Checks.class);
            return new Checks(ctx, timers, ports).serving();
        }));
    }

    private Behavior<Command> serving() {
        return Behaviors.receive(Command.class)
                .onAnyMessage(command -> {
                    switch (command) {
                        case Put(var definition, var known) -> put(definition, known);
                        case Remove(var id) -> remove(id);
                        case Report report -> report(report);
                        case RunNow(var id) -> runNow(id);
                        case Found(var by, var result) -> found(by, result);
                        case Accepted(var replyTo) -> replyTo.tell(StatusReply.ack());
                        case Failed(var which) -> failed(which);
                        case Expired(var id) -> ports.listener().expired(id);
                    }
                    return Behaviors.same();
                })
                .onSignal(PostStop.class, _ -> {
                    connections.close();
                    return Behaviors.same();
                })
                .build();
    }

    private void put(CheckDefinition definition, Result known) {
        var present = running.get(definition.id());
        if (present == null || !present.definition().equals(definition)) {
            remove(definition.id());
            start(definition, known);
            countDown(definition, known.status());
        }
    }

    private void start(CheckDefinition definition, Result known) {
        var started = new Started(definition.id(), ++starts, ctx.getSelf());
        var child = spawn(definition, known, started);
        ctx.watchWith(child.ref(), new Failed(started));
        running.put(definition.id(), new Running(definition, started, child, known));
    }

    private Child spawn(CheckDefinition definition, Result known, Started started) {
        return switch (definition.spec()) {
            case CheckSpec.Script script ->
                probing(new ScriptProbe(script, definition, ports.commands()), definition, known, started);
            case CheckSpec.Http http ->
                probing(new HttpProbe(http, definition, connections), definition, known, started);
            case CheckSpec.Tcp tcp -> probing(new TcpProbe(tcp, definition, connections), definition, known, started);
            case CheckSpec.Udp udp -> probing(new UdpProbe(udp, definition, connections), definition, known, started);
            case CheckSpec.H2Ping ping ->
                probing(new H2PingProbe(ping, definition, connections), definition, known, started);
            case CheckSpec.Grpc grpc ->
                probing(new GrpcProbe(grpc, definition, connections), definition, known, started);
            case CheckSpec.Dns dns -> probing(new DnsProbe(dns, definition, connections), definition, known, started);
            case CheckSpec.OsProcess process ->
                probing(new ProcessProbe(process, definition, connections), definition, known, started);
            case CheckSpec.OsService service ->
                probing(new OsServiceProbe(service, definition, ports.commands()), definition, known, started);
            case CheckSpec.Docker docker ->
                probing(
                        new DockerProbe(docker, definition, () -> DockerHost.of(System.getenv()), connections),
                        definition,
                        known,
                        started);
            case CheckSpec.Ping ping ->
                probing(new PingProbe(ping, definition, connections), definition, known, started);
            case CheckSpec.Host host ->
                probing(HostProbe.of(host, definition, connections), definition, known, started);
            case CheckSpec.Ttl(var ttl) ->
                new Child.Told(ctx.spawnAnonymous(TtlCheck.create(ttl, definition.outputMaxSize(), known, started)));
            case CheckSpec.Alias alias ->
                new Child.Mirroring(ctx.spawnAnonymous(AliasCheck.create(alias, ports.aliases(), known, started)));
        };
    }

    private Child probing(Probe probe, CheckDefinition definition, Result known, Started started) {
        var interval = definition.interval().compareTo(MIN_INTERVAL) < 0 ? MIN_INTERVAL : definition.interval();
        var firstRun = Stagger.firstRun(interval, ports.random());
        return new Child.Probing(
                ctx.spawnAnonymous(Check.create(probe, definition.policy(), interval, firstRun, known, started)));
    }

    private void remove(String id) {
        var present = running.remove(id);
        if (present != null) {
            timers.cancel(id);
            ctx.unwatch(present.child().ref());
            ctx.stop(present.child().ref());
        }
    }

    private void report(Report report) {
        var present = running.get(report.id());
        if (present != null && present.child() instanceof Child.Told(var ref)) {
            ref.tell(new TtlCheck.Report(new Result(report.status(), report.output()), report.replyTo()));
        } else {
            report.replyTo().tell(StatusReply.error("CheckID \"" + report.id() + "\" does not have associated TTL"));
        }
    }

    private void runNow(String id) {
        var present = running.get(id);
        if (present != null) {
            switch (present.child()) {
                case Child.Probing(var ref) -> ref.tell(Check.RunNow.INSTANCE);
                case Child.Mirroring(var ref) -> ref.tell(AliasCheck.Command.EVALUATE);
                case Child.Told _ -> {}
            }
        }
    }

    private void found(Started by, Result result) {
        current(by).ifPresent(present -> {
            running.put(by.id(), present.with(result));
            if (result.status() != present.last().status()) {
                ctx.getLog().info("Check {} is now {}", by.id(), result.status().text());
                countDown(present.definition(), result.status());
            }
            ports.listener().changed(by.id(), result.status(), result.output());
        });
    }

    /** A check of a service that turns critical has its definition's time to recover. */
    private void countDown(CheckDefinition definition, Status status) {
        var after = definition.deregisterCriticalServiceAfter();
        if (status == Status.CRITICAL
                && after.isPresent()
                && !definition.serviceId().isEmpty()) {
            timers.startSingleTimer(definition.id(), new Expired(definition.id()), after.get());
        } else {
            timers.cancel(definition.id());
        }
    }

    private void failed(Started which) {
        current(which).ifPresent(present -> start(present.definition(), present.last()));
    }

    private Optional<Running> current(Started which) {
        return Optional.ofNullable(running.get(which.id()))
                .filter(present -> present.started().number() == which.number());
    }
}
