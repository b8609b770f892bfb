package engine.local;

import engine.checks.CheckDefinition;
import engine.checks.Checks;
import engine.checks.Listener;
import engine.checks.Result;
import engine.checks.Status;
import engine.config.ServiceDefinition;
import engine.config.Settings;
import engine.http.Refusal;
import engine.state.Key;
import engine.state.Op;
import engine.state.StateWriter;
import engine.text.Reason;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.pattern.StatusReply;
import org.jspecify.annotations.Nullable;

/**
 * The services and checks registered with this agent: the one authority for them. It tells the catalog what changes, starts
 * and ends the checks, and holds back changes of output alone. That the catalog stays so is for the anti-entropy of the agent.
 */
public final class Registry {

    /** What the registry is asked and told. */
    public sealed interface Command {}

    /** Registers or replaces a service; with {@code replaceChecks} checks that it no longer names are removed. */
    public record RegisterService(
            ServiceDefinition service, boolean replaceChecks, ActorRef<StatusReply<Boolean>> replyTo)
            implements Command {}

    /** Takes a service away with its checks, if it is there. */
    public record DeregisterService(String id, ActorRef<StatusReply<Boolean>> replyTo) implements Command {}

    /** Registers or replaces a check; refused when it names a service that is not registered. */
    public record RegisterCheck(CheckDefinition check, ActorRef<StatusReply<Boolean>> replyTo) implements Command {}

    /** Takes a check away, if it is there. */
    public record DeregisterCheck(String id, ActorRef<StatusReply<Boolean>> replyTo) implements Command {}

    /** Puts a service, or with an empty id the node, into maintenance or takes it out. */
    public record Maintain(String serviceId, boolean enable, String reason, ActorRef<StatusReply<Boolean>> replyTo)
            implements Command {}

    /** Replaces everything that came from configuration files. */
    public record Configure(
            List<ServiceDefinition> services, List<CheckDefinition> checks, ActorRef<StatusReply<Boolean>> replyTo)
            implements Command {}

    /** Goes on after a restart, once the files are known: what was registered over HTTP, and maintenance, comes back. */
    public record Restore(ActorRef<StatusReply<Boolean>> replyTo) implements Command {}

    /** Does {@code work}, which reads the local state and tells the catalog, in turn with what is registered meanwhile. */
    public record InTurn(Runnable work) implements Command {}

    private record Found(String checkId, Status status, String output) implements Command {}

    private record Expired(String checkId) implements Command {}

    /** Tells a TTL check its state; answered when the catalog has it. */
    public record Report(String checkId, Status status, String output, ActorRef<StatusReply<Boolean>> replyTo)
            implements Command {}

    /** Runs a check at once; answered with what it shows then. */
    public record Run(String checkId, ActorRef<StatusReply<Result>> replyTo) implements Command {}

    private record Ran(StatusReply<Result> reply, ActorRef<StatusReply<Result>> replyTo) implements Command {}

    private record Reported(StatusReply<Done> reply, ActorRef<StatusReply<Boolean>> replyTo) implements Command {}

    private record TellOutput(String checkId) implements Command {}

    /**
     * What the registry works with.
     *
     * @param node name of this node
     * @param outputDelay a change of output alone is told to the catalog after half of this to one and a half; 0 for at once
     * @param scripts which script checks from configuration files may run
     * @param catalog where the registry writes what is registered
     * @param state where the registry shows what is registered
     * @param registrations what is registered other than by files
     * @param states of the checks, before a restart
     * @param checks makes the actor that runs the checks and tells the given listener
     */
    public record Ports(
            String node,
            Duration outputDelay,
            Settings.ScriptChecks scripts,
            StateWriter catalog,
            AtomicReference<LocalState> state,
            Registrations registrations,
            CheckStates states,
            InstantSource clock,
            Function<Listener, Behavior<Checks.Command>> checks) {}

    private static final Duration REPORT_TIMEOUT = Duration.ofSeconds(10);
    /** Whoever asked for a run of a check waits no longer for it. */
    public static final Duration LONGEST_RUN = Duration.ofMinutes(5);
    /** After this nobody waits for the answer to a write any more. */
    private static final Duration WRITE_TIMEOUT = Duration.ofMinutes(2);

    private final ActorContext<Command> ctx;
    private final TimerScheduler<Command> timers;
    private final Ports ports;
    private final ActorRef<Checks.Command> probing;
    private final LocalRegister register;
    private final Reconfiguration reconfiguration;

    private Registry(ActorContext<Command> ctx, TimerScheduler<Command> timers, Ports ports) {
        this.ctx = ctx;
        this.timers = timers;
        this.ports = ports;
        var self = ctx.getSelf();
        this.probing = ctx.spawn(
                ports.checks().apply(new Listener() {
                    @Override
                    public void changed(String checkId, Status status, String output) {
                        self.tell(new Found(checkId, status, output));
                    }

                    @Override
                    public void expired(String checkId) {
                        self.tell(new Expired(checkId));
                    }
                }),
                "checks");
        this.register = new LocalRegister(
                ports.node(), ports.scripts(), ports.registrations(), ports.states(), ports.clock(), probing::tell);
        this.reconfiguration = new Reconfiguration(register, ctx.getLog());
    }

    /** Of a registry with nothing in it, until it is told to restore and to configure. */
    public static Behavior<Command> create(Ports ports) {
        return Behaviors.setup(ctx -> Behaviors.withTimers(timers -> {
            var registry = new Registry(ctx, timers, ports);
            return Behaviors.receiveMessage(registry::receive);
        }));
    }

    private Behavior<Command> receive(Command command) {
        switch (command) {
            case RegisterService(var service, var replace, var replyTo) -> {
                if (!isCyclic(service.checks(), replyTo)) {
                    write(register.put(service, replace, false), replyTo);
                }
            }
            case DeregisterService(var id, var replyTo) -> write(register.removeService(id), replyTo);
            case RegisterCheck(var check, var replyTo) -> registerCheck(check, replyTo);
            case DeregisterCheck(var id, var replyTo) -> write(register.removeCheck(id), replyTo);
            case Maintain maintain -> maintain(maintain);
            case Configure(var services, var checks, var replyTo) ->
                write(reconfiguration.files(services, checks), replyTo);
            case Restore(var replyTo) -> restore(replyTo);
            case Found(var id, var status, var output) -> found(id, status, output);
            case Expired(var id) -> expired(id);
            case Report report -> report(report);
            case Run(var id, var replyTo) -> run(id, replyTo);
            case Ran(var reply, var replyTo) -> replyTo.tell(reply);
            case Reported(var reply, var replyTo) -> {
                if (reply.isSuccess()) {
                    write(List.of(), replyTo);
                } else {
                    replyTo.tell(StatusReply.error(reply.getError()));
                }
            }
            case InTurn(var work) -> work.run();
            case TellOutput(var id) -> tell(register.check(id));
        }
        return Behaviors.same();
    }

    private void registerCheck(CheckDefinition check, ActorRef<StatusReply<Boolean>> replyTo) {
        var service = check.serviceId();
        if (!service.isEmpty() && register.service(service) == null) {
            replyTo.tell(StatusReply.error("ServiceID \"" + service + "\" does not exist"));
            return;
        }
        if (!isCyclic(List.of(check), replyTo)) {
            write(register.put(check, false), replyTo);
        }
    }

    /** Refuses checks that would depend on themselves. */
    private boolean isCyclic(List<CheckDefinition> checks, ActorRef<StatusReply<Boolean>> replyTo) {
        var cycle = register.cycle(checks);
        cycle.ifPresent(sentence -> replyTo.tell(StatusReply.error(new Refusal(400, sentence))));
        return cycle.isPresent();
    }

    private void maintain(Maintain request) {
        var service = request.serviceId();
        if (!service.isEmpty() && register.service(service) == null) {
            request.replyTo().tell(StatusReply.error("No service registered with ID \"" + service + "\""));
            return;
        }
        write(
                request.enable() ? register.maintain(service, request.reason()) : register.endMaintenance(service),
                request.replyTo());
    }

    private void restore(ActorRef<StatusReply<Boolean>> replyTo) {
        var ops = reconfiguration.restored(ports.registrations());
        ports.states()
                .restored(register.checksWhere(_ -> true).stream()
                        .map(check -> check.value().id())
                        .collect(Collectors.toSet()));
        write(ops, replyTo);
    }

    private void run(String checkId, ActorRef<StatusReply<Result>> replyTo) {
        if (register.check(checkId) == null) {
            replyTo.tell(
                    StatusReply.error(new Refusal(404, "No check \"" + checkId + "\" is registered with this agent.")));
            return;
        }
        // What the check found is told here before the answer, so that whoever has it sees the same in all that he
        // reads.
        ctx.askWithStatus(
                Result.class,
                probing,
                LONGEST_RUN,
                (ActorRef<StatusReply<Result>> ran) -> new Checks.Run(checkId, ran),
                (result, failure) -> new Ran(
                        failure == null
                                ? StatusReply.success(result)
                                : StatusReply.error(new Refusal(400, Reason.of(failure))),
                        replyTo));
    }

    private void report(Report report) {
        ctx.askWithStatus(
                Done.class,
                probing,
                REPORT_TIMEOUT,
                (ActorRef<StatusReply<Done>> replyTo) ->
                        new Checks.Report(report.checkId(), report.status(), report.output(), replyTo),
                (_, failure) -> new Reported(
                        failure == null ? StatusReply.ack() : StatusReply.error(failure.getMessage()),
                        report.replyTo()));
    }

    private void found(String id, Status status, String output) {
        var now = register.found(id, status, output);
        if (now == null) {
            return;
        }
        if (now.hasNews() || ports.outputDelay().isZero()) {
            tell(now);
            return;
        }
        show();
        var timer = new Key.Check(ports.node(), id);
        if (now.value().equals(now.told())) {
            timers.cancel(timer);
        } else if (!timers.isTimerActive(timer)) {
            var delay = ports.outputDelay();
            var spread = ThreadLocalRandom.current().nextLong(delay.toMillis() + 1);
            timers.startSingleTimer(
                    timer, new TellOutput(id), delay.dividedBy(2).plusMillis(spread));
        }
    }

    private void tell(@Nullable LocalCheck check) {
        if (check != null) {
            write(register.put(check), ctx.getSystem().ignoreRef());
        }
    }

    private void expired(String checkId) {
        var check = register.check(checkId);
        if (check != null && !check.value().serviceId().isEmpty()) {
            var service = check.value().serviceId();
            ctx.getLog().warn("service {} goes: its check {} has been critical for too long", service, checkId);
            write(register.removeService(service), ctx.getSystem().ignoreRef());
        }
    }

    /** Lets readers see what is registered, before whoever asked is answered. */
    private void show() {
        ports.state().set(register.state());
    }

    /** Writes to the catalog and to the disk; {@code replyTo} is answered when both have it. */
    private void write(List<Op> ops, ActorRef<StatusReply<Boolean>> replyTo) {
        show();
        // What is written now holds all that a check has to tell.
        ops.forEach(op -> timers.cancel(op.key()));
        ports.states().keep();
        var onDisk = ports.registrations().keep();
        ports.catalog().write(ops, onDisk.toCompletableFuture().isDone() ? replyTo : after(onDisk, replyTo));
    }

    private ActorRef<StatusReply<Boolean>> after(CompletionStage<Done> onDisk, ActorRef<StatusReply<Boolean>> replyTo) {
        return ctx.spawnAnonymous(Behaviors.setup(waiting -> {
            waiting.setReceiveTimeout(WRITE_TIMEOUT, StatusReply.error("the write was not answered in time"));
            return Behaviors.receiveMessage(reply -> {
                onDisk.whenComplete((_, failure) -> replyTo.tell(
                        failure == null ? reply : StatusReply.error("not kept on disk: " + Reason.of(failure))));
                return Behaviors.stopped();
            });
        }));
    }
}
