package engine.checks;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
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
     * @param since when it came to this status
     */
    public record Put(CheckDefinition definition, Result known, Instant since) implements Command {}

    /** Ends a check. What its last probe finds is not told any more. */
    public record Remove(String id) implements Command {}

    /** Tells a TTL check its state. Answers with an error for any other check and an unknown id. */
    public record Report(String id, Status status, String output, ActorRef<StatusReply<Done>> replyTo)
            implements Command {}

    /** Runs a check at once, unless it is running; the interval counts from here. A TTL check has nothing to run. */
    public record RunNow(String id) implements Command {}

    /**
     * Runs a check at once, or again when it is running, and answers with what it shows then. Answers with an error where there is
     * nothing to run.
     */
    public record Run(String id, ActorRef<StatusReply<Result>> replyTo) implements Command {}

    /** A run that somebody waits for is over, and what it found has been told. */
    private record Ran(String id, ActorRef<StatusReply<Result>> replyTo) implements Command {}

    /** What a check shows may be different by now, though nothing was found. */
    private record Settle(String id) implements Command {}

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
     * @param clock by which changes are counted, and what is critical expires
     */
    public record Ports(
            Commands commands, Aliases aliases, Listener listener, RandomGenerator random, InstantSource clock) {}

    /** What can be said to a running check depends on its kind. */
    private sealed interface Child {
        ActorRef<?> ref();

        record Probing(ActorRef<Check.Command> ref) implements Child {}

        record Told(ActorRef<TtlCheck.Command> ref) implements Child {}

        record Mirroring(ActorRef<AliasCheck.Command> ref) implements Child {}
    }

    /**
     * A check that is there.
     *
     * @param found what was found last; that it shows that may be prevented by others
     * @param isFound whether it was found since the check started, and is not from before
     */
    private record Running(
            CheckDefinition definition,
            Started started,
            Child child,
            Result found,
            boolean isFound,
            Flaps flaps,
            Shown shown) {
        Running found(Result result, Flaps after) {
            return new Running(definition, started, child, result, true, after, shown);
        }

        Running shown(Shown now, Flaps after) {
            return new Running(definition, started, child, found, isFound, after, now);
        }
    }

    /** What is waited for, by the id of a check. */
    private sealed interface Timer {
        /** It is critical for too long then. */
        record Expiry(String id) implements Timer {}

        /** It has calmed down then, if nothing changes. */
        record Calm(String id) implements Timer {}

        /** What it depends on is well again: till then it has time to find out how it is itself. */
        record Grace(String id) implements Timer {}
    }

    private final ActorContext<Command> ctx;
    private final TimerScheduler<Command> timers;
    private final Ports ports;
    private final Connections connections = new Connections();
    private final FirstRuns firstRuns;
    private final Map<String, Running> running = new HashMap<>();
    private final Dependents dependents = new Dependents();
    /** What each check shows; read by those that are made of others. */
    private final Map<String, Result> results = new ConcurrentHashMap<>();

    private long starts;

    private Checks(ActorContext<Command> ctx, TimerScheduler<Command> timers, Ports ports) {
        this.ctx = ctx;
        this.timers = timers;
        this.ports = ports;
        this.firstRuns = new FirstRuns(ports.clock());
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
                        case Put(var definition, var known, var since) -> put(definition, known, since);
                        case Remove(var id) -> {
                            remove(id);
                            dependents.madeOf(id).forEach(this::runNow);
                            dependents.on(id).forEach(this::settle);
                        }
                        case Report report -> report(report);
                        case RunNow(var id) -> runNow(id);
                        case Run(var id, var replyTo) -> run(id, replyTo);
                        case Ran(var id, var replyTo) -> ran(id, replyTo);
                        case Settle(var id) -> settle(id);
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

    private void put(CheckDefinition definition, Result known, Instant since) {
        var present = running.get(definition.id());
        if (present == null || !present.definition().equals(definition)) {
            remove(definition.id());
            dependents.add(definition);
            start(definition, known, Flaps.NONE, new Shown(known, false));
            countDown(definition, known.status(), since);
        }
    }

    private void start(CheckDefinition definition, Result known, Flaps flaps, Shown shown) {
        var started = new Started(definition.id(), ++starts, ctx.getSelf());
        var child = spawn(definition, known, started);
        ctx.watchWith(child.ref(), new Failed(started));
        running.put(definition.id(), new Running(definition, started, child, known, false, flaps, shown));
        results.put(definition.id(), shown.result());
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
            case CheckSpec.Alias alias -> mirroring(() -> ports.aliases().of(alias), known, started);
            case CheckSpec.Combined combined ->
                mirroring(() -> Combination.of(combined, id -> Optional.ofNullable(results.get(id))), known, started);
        };
    }

    private Child probing(Probe probe, CheckDefinition definition, Result known, Started started) {
        var pace = Pace.of(definition, ports.random(), firstRuns);
        return new Child.Probing(ctx.spawnAnonymous(Check.create(probe, definition.policy(), pace, known, started)));
    }

    private Child mirroring(Supplier<Result> target, Result known, Started started) {
        return new Child.Mirroring(ctx.spawnAnonymous(AliasCheck.create(target, known, started)));
    }

    private void remove(String id) {
        var present = running.remove(id);
        if (present != null) {
            results.remove(id);
            dependents.remove(present.definition());
            timers.cancel(new Timer.Expiry(id));
            timers.cancel(new Timer.Calm(id));
            timers.cancel(new Timer.Grace(id));
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
                case Child.Probing(var ref) -> ref.tell(new Check.RunNow(Optional.empty()));
                case Child.Mirroring(var ref) -> ref.tell(AliasCheck.Command.evaluate());
                case Child.Told _ -> {}
            }
        }
    }

    private void run(String id, ActorRef<StatusReply<Result>> replyTo) {
        Runnable done = () -> ctx.getSelf().tell(new Ran(id, replyTo));
        var present = running.get(id);
        if (present == null) {
            replyTo.tell(StatusReply.error("there is no check \"" + id + "\" that runs here"));
            return;
        }
        switch (present.child()) {
            case Child.Probing(var ref) -> ref.tell(new Check.RunNow(Optional.of(done)));
            case Child.Mirroring(var ref) -> ref.tell(new AliasCheck.Command(Optional.of(done)));
            case Child.Told _ ->
                replyTo.tell(StatusReply.error("check \"" + id + "\" is told its status: there is nothing to run"));
        }
    }

    private void ran(String id, ActorRef<StatusReply<Result>> replyTo) {
        var present = running.get(id);
        replyTo.tell(
                present == null
                        ? StatusReply.error("check \"" + id + "\" is gone")
                        : StatusReply.success(present.shown().result()));
    }

    private void found(Started by, Result result) {
        current(by).ifPresent(present -> {
            var policy = present.definition().options().flapping();
            var changes = result.status() != present.found().status();
            var flaps = policy.isPresent() && changes
                    ? present.flaps().changed(ports.clock().instant(), policy.get())
                    : present.flaps();
            running.put(by.id(), present.found(result, flaps));
            settle(by.id());
        });
    }

    /** Works out what a check shows, and what follows from that for those that need it. */
    private void settle(String first) {
        var left = new ArrayDeque<String>();
        left.add(first);
        while (!left.isEmpty()) {
            var id = left.remove();
            var before = running.get(id);
            // What it had before it started is shown until something is found.
            if (before == null || !before.isFound()) {
                continue;
            }
            var now = shown(before);
            running.put(id, now);
            if (!now.shown().equals(before.shown())) {
                show(now, before.shown());
                dependents.madeOf(id).forEach(this::runNow);
                if (now.shown().isDown() != before.shown().isDown()) {
                    dependents
                            .on(id)
                            .forEach(child -> depended(child, now.shown().isDown()));
                    left.addAll(dependents.on(id));
                } else if (now.shown().suppressed() != before.shown().suppressed()) {
                    left.addAll(dependents.on(id));
                }
            }
        }
    }

    private Running shown(Running check) {
        var options = check.definition().options();
        var id = check.definition().id();
        var now = ports.clock().instant();
        var flaps =
                options.flapping().map(policy -> check.flaps().at(now, policy)).orElse(Flaps.NONE);
        options.flapping()
                .flatMap(flaps::calmAt)
                .ifPresentOrElse(
                        at -> timers.startSingleTimer(new Timer.Calm(id), new Settle(id), Duration.between(now, at)),
                        () -> timers.cancel(new Timer.Calm(id)));
        var failed = new ArrayList<String>();
        for (var needed : options.dependsOn()) {
            var other = running.get(needed);
            if (other != null && other.shown().isDown()) {
                failed.add("check '" + needed + "', which "
                        + (other.shown().suppressed() ? "is suppressed itself" : "is critical"));
            }
        }
        if (failed.isEmpty()
                && timers.isTimerActive(new Timer.Grace(id))
                && check.shown().suppressed()) {
            failed.add("what was critical until now");
        }
        return check.shown(Shown.of(check.found(), options, flaps.flapping(), failed), flaps);
    }

    private void show(Running now, Shown before) {
        var id = now.definition().id();
        var result = now.shown().result();
        results.put(id, result);
        if (result.status() != before.result().status()) {
            ctx.getLog().info("Check {} is now {}", id, result.status().text());
            countDown(now.definition(), result.status(), ports.clock().instant());
        }
        if (!result.equals(before.result())) {
            ports.listener().changed(id, result.status(), result.output());
        }
    }

    /** What a check depends on has failed or is well again; then it may have found the old state last, and looks anew. */
    private void depended(String id, boolean failed) {
        var child = running.get(id);
        if (child != null && !failed && child.shown().suppressed()) {
            if (child.child() instanceof Child.Probing) {
                timers.startSingleTimer(
                        new Timer.Grace(id),
                        new Settle(id),
                        child.definition().timeout().plusSeconds(1));
            }
            runNow(id);
        }
    }

    /** A check of a service that turns critical has its definition's time to recover, over restarts of the agent too. */
    private void countDown(CheckDefinition definition, Status status, Instant since) {
        var timer = new Timer.Expiry(definition.id());
        var after = definition.deregisterCriticalServiceAfter();
        if (status == Status.CRITICAL
                && after.isPresent()
                && !definition.serviceId().isEmpty()) {
            var passed = Duration.between(since, ports.clock().instant());
            timers.startSingleTimer(timer, new Expired(definition.id()), Expiry.left(after.get(), passed));
        } else {
            timers.cancel(timer);
        }
    }

    private void failed(Started which) {
        current(which)
                .ifPresent(present -> start(present.definition(), present.found(), present.flaps(), present.shown()));
    }

    private Optional<Running> current(Started which) {
        return Optional.ofNullable(running.get(which.id()))
                .filter(present -> present.started().number() == which.number());
    }
}
