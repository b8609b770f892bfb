package engine;

import engine.checks.CheckDefinition;
import engine.checks.Checks;
import engine.checks.Listener;
import engine.checks.Result;
import engine.checks.Status;
import engine.config.ServiceDefinition;
import engine.config.Settings;
import engine.state.Key;
import engine.state.Op;
import engine.state.PersistentSortedMap;
import engine.state.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.pattern.StatusReply;

/**
 * The services and checks registered with this agent: the one authority for them. It keeps the catalog in step, starts and
 * ends the checks, and holds back changes of output alone.
 */
final class Registry {

    /** What the registry is asked and told. */
    sealed interface Command {}

    /** Registers or replaces a service; with {@code replaceChecks} checks that it no longer names are removed. */
    record RegisterService(ServiceDefinition service, boolean replaceChecks, ActorRef<StatusReply<Boolean>> replyTo)
            implements Command {}

    record DeregisterService(String id, ActorRef<StatusReply<Boolean>> replyTo) implements Command {}

    /** Registers or replaces a check; refused when it names a service that is not registered. */
    record RegisterCheck(CheckDefinition check, ActorRef<StatusReply<Boolean>> replyTo) implements Command {}

    record DeregisterCheck(String id, ActorRef<StatusReply<Boolean>> replyTo) implements Command {}

    /** Puts a service, or with an empty id the node, into maintenance or takes it out. */
    record Maintain(String serviceId, boolean enable, String reason, ActorRef<StatusReply<Boolean>> replyTo)
            implements Command {}

    /** Replaces everything that came from configuration files. */
    record Configure(
            List<ServiceDefinition> services, List<CheckDefinition> checks, ActorRef<StatusReply<Boolean>> replyTo)
            implements Command {}

    /**
     * Goes on after a restart, once the files are known: what was registered over HTTP comes back, and what the catalog has of
     * this node and nobody registered any more goes.
     *
     * @param others ids of services of this node that are not the registry's
     */
    record Restore(Set<String> others, ActorRef<StatusReply<Boolean>> replyTo) implements Command {}

    private record Found(String checkId, Status status, String output) implements Command {}

    private record Expired(String checkId) implements Command {}

    /** Tells a TTL check its state; answered when the catalog has it. */
    record Report(String checkId, Status status, String output, ActorRef<StatusReply<Boolean>> replyTo)
            implements Command {}

    private record Reported(StatusReply<Done> reply, ActorRef<StatusReply<Boolean>> replyTo) implements Command {}

    private record TellOutput(String checkId) implements Command {}

    /**
     * What the registry works with.
     *
     * @param node name of this node
     * @param outputDelay a change of output alone is told to the catalog after half of this to one and a half; 0 for at once
     * @param scripts which script checks from configuration files may run
     * @param state where the registry shows what is registered
     * @param registrations what is registered other than by files
     * @param former this node before a restart
     * @param checks makes the actor that runs the checks and tells the given listener
     */
    record Ports(
            String node,
            Duration outputDelay,
            Settings.ScriptChecks scripts,
            ActorRef<Store.Command> store,
            AtomicReference<LocalState> state,
            Registrations registrations,
            Former former,
            Function<Listener, Behavior<Checks.Command>> checks) {}

    private static final Duration REPORT_TIMEOUT = Duration.ofSeconds(10);

    private final ActorContext<Command> ctx;
    private final TimerScheduler<Command> timers;
    private final Ports ports;
    private final ActorRef<Checks.Command> probing;
    /** Until {@link Restore}: checks go on from the states that they had. */
    private Former former;

    private PersistentSortedMap<LocalService> services = PersistentSortedMap.empty();
    private PersistentSortedMap<LocalCheck> checks = PersistentSortedMap.empty();
    /** Outputs as the catalog has them, of checks whose latest output has not been told yet. */
    private final Map<String, String> toldOutputs = new HashMap<>();

    private Registry(ActorContext<Command> ctx, TimerScheduler<Command> timers, Ports ports) {
        this.ctx = ctx;
        this.timers = timers;
        this.ports = ports;
        this.former = ports.former();
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
    }

    static Behavior<Command> create(Ports ports) {
        return Behaviors.setup(ctx -> Behaviors.withTimers(timers -> {
            var registry = new Registry(ctx, timers, ports);
            return Behaviors.receiveMessage(registry::receive);
        }));
    }

    private Behavior<Command> receive(Command command) {
        switch (command) {
            case RegisterService(var service, var replace, var replyTo) ->
                sync(registerService(service, replace, false), replyTo);
            case DeregisterService(var id, var replyTo) -> sync(deregisterService(id), replyTo);
            case RegisterCheck(var check, var replyTo) -> registerCheck(check, replyTo);
            case DeregisterCheck(var id, var replyTo) -> sync(removeCheck(id), replyTo);
            case Maintain maintain -> maintain(maintain);
            case Configure configure -> configure(configure);
            case Restore restore -> restore(restore);
            case Found(var id, var status, var output) -> found(id, status, output);
            case Expired(var id) -> expired(id);
            case Report report -> report(report);
            case Reported(var reply, var replyTo) -> {
                if (reply.isSuccess()) {
                    sync(List.of(), replyTo);
                } else {
                    replyTo.tell(StatusReply.error(reply.getError()));
                }
            }
            case TellOutput(var id) -> tellOutput(id);
        }
        return Behaviors.same();
    }

    private List<Op> registerService(ServiceDefinition definition, boolean replaceChecks, boolean fromConfig) {
        var ops = new ArrayList<Op>();
        var service = new LocalService(definition, fromConfig);
        services = services.put(definition.id(), service);
        ports.registrations().put(service);
        ops.add(new Op.Put(new Key.Service(ports.node(), definition.id()), service.value(ports.node())));
        var named = definition.checks().stream().map(CheckDefinition::id).collect(Collectors.toSet());
        var others = checksWhere(check -> check.value().serviceId().equals(definition.id())
                && !named.contains(check.value().id()));
        for (var id : others) {
            var check = Objects.requireNonNull(checks.get(id));
            ops.addAll(
                    replaceChecks && check.definition().isPresent() ? removeCheck(id) : put(renewed(check, service)));
        }
        definition.checks().forEach(check -> ops.addAll(putCheck(check, Optional.of(service), fromConfig)));
        return ops;
    }

    /** A check that stays, under its service's name and tags as they are now. */
    private LocalCheck renewed(LocalCheck check, LocalService service) {
        return check.definition()
                .map(definition -> LocalCheck.of(
                        ports.node(), definition, Optional.of(service), check.state(), check.fromConfig()))
                .orElseGet(() -> Maintenance.ofService(
                        ports.node(), service, check.value().notes()));
    }

    private List<Op> deregisterService(String id) {
        var ops = new ArrayList<Op>();
        if (services.get(id) != null) {
            services = services.remove(id);
            ports.registrations().removeService(id);
            checksWhere(check -> check.value().serviceId().equals(id)).forEach(check -> ops.addAll(removeCheck(check)));
            ops.add(new Op.Delete(new Key.Service(ports.node(), id)));
        }
        return ops;
    }

    private void registerCheck(CheckDefinition definition, ActorRef<StatusReply<Boolean>> replyTo) {
        var serviceId = definition.serviceId();
        var service = Optional.ofNullable(services.get(serviceId));
        if (!serviceId.isEmpty() && service.isEmpty()) {
            replyTo.tell(StatusReply.error("ServiceID \"" + serviceId + "\" does not exist"));
            return;
        }
        sync(putCheck(definition, service, false), replyTo);
    }

    /** A check that is defined anew goes on from the state it had, so that a reload or a repeated PUT turns nothing red. */
    private List<Op> putCheck(CheckDefinition definition, Optional<LocalService> service, boolean fromConfig) {
        var known = checks.get(definition.id());
        var state = known == null || known.definition().isEmpty() ? former.of(definition) : known.state();
        // A script that may not run is refused when it comes over HTTP; one of a file, or one that was allowed before a
        // restart, must not stop the start, and shows what is wrong.
        var refusal = ports.scripts().refusal(definition, !fromConfig);
        if (refusal.isPresent()) {
            probing.tell(new Checks.Remove(definition.id()));
            state = new Result(Status.CRITICAL, refusal.get());
        } else {
            probing.tell(new Checks.Put(definition, state));
        }
        return put(LocalCheck.of(ports.node(), definition, service, state, fromConfig));
    }

    private List<Op> put(LocalCheck check) {
        var id = check.value().id();
        checks = checks.put(id, check);
        ports.registrations().put(check);
        toldOutputs.remove(id);
        timers.cancel(id);
        return List.of(new Op.Put(new Key.Check(ports.node(), id), check.value()));
    }

    private List<Op> removeCheck(String id) {
        if (checks.get(id) == null) {
            return List.of();
        }
        checks = checks.remove(id);
        ports.registrations().removeCheck(id);
        toldOutputs.remove(id);
        timers.cancel(id);
        probing.tell(new Checks.Remove(id));
        return List.of(new Op.Delete(new Key.Check(ports.node(), id)));
    }

    private void maintain(Maintain request) {
        var service = services.get(request.serviceId());
        if (!request.serviceId().isEmpty() && service == null) {
            request.replyTo().tell(StatusReply.error("No service registered with ID \"" + request.serviceId() + "\""));
            return;
        }
        var check = service == null
                ? Maintenance.ofNode(ports.node(), request.reason())
                : Maintenance.ofService(ports.node(), service, request.reason());
        var id = check.value().id();
        if (request.enable()) {
            // Asked twice, the first reason stays, as existing clients expect.
            sync(checks.get(id) != null ? List.of() : put(check), request.replyTo());
        } else {
            sync(removeCheck(id), request.replyTo());
        }
    }

    private void configure(Configure wanted) {
        var ops = new ArrayList<Op>();
        var serviceIds = wanted.services().stream().map(ServiceDefinition::id).collect(Collectors.toSet());
        services.values().stream()
                .filter(service -> service.fromConfig()
                        && !serviceIds.contains(service.definition().id()))
                .map(service -> service.definition().id())
                .toList()
                .forEach(id -> ops.addAll(deregisterService(id)));
        wanted.services().forEach(service -> ops.addAll(registerService(service, false, true)));
        var named = wanted.services().stream()
                .flatMap(service -> service.checks().stream())
                .map(CheckDefinition::id)
                .collect(Collectors.toSet());
        var placed = wanted.checks().stream().filter(this::hasItsService).toList();
        var alone = placed.stream().map(CheckDefinition::id).collect(Collectors.toSet());
        checksWhere(check -> check.fromConfig()
                        && !named.contains(check.value().id())
                        && !alone.contains(check.value().id()))
                .forEach(id -> ops.addAll(removeCheck(id)));
        for (var check : placed) {
            ops.addAll(putCheck(check, Optional.ofNullable(services.get(check.serviceId())), true));
        }
        sync(ops, wanted.replyTo());
    }

    /** A check of a file whose service is nowhere must not stop the start: it is left out. */
    private boolean hasItsService(CheckDefinition check) {
        var service = check.serviceId();
        boolean has = service.isEmpty() || services.get(service) != null;
        if (!has) {
            ctx.getLog().warn("check {} is left out: its service {} is not registered here", check.id(), service);
        }
        return has;
    }

    private void restore(Restore request) {
        var ops = new ArrayList<Op>();
        for (var service : ports.registrations().services()) {
            if (services.get(service.id()) == null) {
                ops.addAll(registerService(service, false, false));
            }
        }
        for (var check : ports.registrations().checks()) {
            var service = Optional.ofNullable(services.get(check.serviceId()));
            if (checks.get(check.id()) == null && (check.serviceId().isEmpty() || service.isPresent())) {
                ops.addAll(putCheck(check, service, false));
            }
        }
        former.maintenance(local()).forEach(check -> ops.addAll(put(check)));
        ops.addAll(former.leftovers(local(), request.others()));
        former = new Former(ports.node(), Optional.empty());
        sync(ops, request.replyTo());
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
        var known = checks.get(id);
        if (known == null || known.definition().isEmpty()) {
            return;
        }
        var now = known.with(status, output);
        if (!now.value().status().equals(known.value().status())
                || ports.outputDelay().isZero()) {
            sync(put(now), ctx.getSystem().ignoreRef());
            return;
        }
        checks = checks.put(id, now);
        show();
        toldOutputs.putIfAbsent(id, known.value().output());
        if (output.equals(toldOutputs.get(id))) {
            toldOutputs.remove(id);
            timers.cancel(id);
        } else if (!timers.isTimerActive(id)) {
            var delay = ports.outputDelay();
            var spread = ThreadLocalRandom.current().nextLong(delay.toMillis() + 1);
            timers.startSingleTimer(id, new TellOutput(id), delay.dividedBy(2).plusMillis(spread));
        }
    }

    private void tellOutput(String id) {
        var check = checks.get(id);
        if (check != null) {
            sync(put(check), ctx.getSystem().ignoreRef());
        }
    }

    private void expired(String checkId) {
        var check = checks.get(checkId);
        if (check != null && !check.value().serviceId().isEmpty()) {
            var service = check.value().serviceId();
            ctx.getLog().warn("service {} goes: its check {} has been critical for too long", service, checkId);
            sync(deregisterService(service), ctx.getSystem().ignoreRef());
        }
    }

    private List<String> checksWhere(Predicate<LocalCheck> condition) {
        return checks.values().stream()
                .filter(condition)
                .map(check -> check.value().id())
                .toList();
    }

    /** Lets readers see what is registered, before whoever asked is answered. */
    private void show() {
        ports.state().set(local());
    }

    private LocalState local() {
        return new LocalState(services, checks);
    }

    private void sync(List<Op> ops, ActorRef<StatusReply<Boolean>> replyTo) {
        show();
        ports.store().tell(new Store.Write(ops, replyTo));
    }
}
