package engine.local;

import engine.checks.CheckDefinition;
import engine.checks.Checks;
import engine.checks.Dependencies;
import engine.checks.Status;
import engine.config.ServiceDefinition;
import engine.config.Settings;
import engine.state.Key;
import engine.state.Op;
import engine.state.PersistentSortedMap;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The services and checks of this agent. Each change starts, replaces or ends checks, is noted for the disk, and gives what
 * has to be written to the catalog for it. Not thread-safe: a part of {@link Registry}.
 */
final class LocalRegister {
    private final String node;
    private final Settings.ScriptChecks scripts;
    private final Registrations registrations;
    private final CheckStates states;
    private final InstantSource clock;
    private final Consumer<Checks.Command> probing;

    private final Map<String, TreeSet<String>> byService = new HashMap<>();

    private final Map<String, CheckDefinition> coming = new HashMap<>();

    private LocalState state = LocalState.EMPTY;

    LocalRegister(
            String node,
            Settings.ScriptChecks scripts,
            Registrations registrations,
            CheckStates states,
            InstantSource clock,
            Consumer<Checks.Command> probing) {
        this.node = node;
        this.scripts = scripts;
        this.registrations = registrations;
        this.states = states;
        this.clock = clock;
        this.probing = probing;
    }

    LocalState state() {
        return state;
    }

    @Nullable
    LocalService service(String id) {
        return state.services().get(id);
    }

    @Nullable
    LocalCheck check(String id) {
        return state.checks().get(id);
    }

    List<LocalCheck> checksWhere(Predicate<LocalCheck> condition) {
        return state.checks().values().stream().filter(condition).toList();
    }

    /** The checks of a service, in order of their ids. */
    private List<LocalCheck> checksOf(String service) {
        return byService.getOrDefault(service, new TreeSet<>()).stream()
                .map(id -> Objects.requireNonNull(check(id)))
                .toList();
    }

    private void forgetOwner(@Nullable LocalCheck check) {
        if (check != null) {
            byService.computeIfPresent(check.value().serviceId(), (_, ids) -> {
                ids.remove(check.value().id());
                return ids.isEmpty() ? null : ids;
            });
        }
    }

    List<Op> put(ServiceDefinition definition, boolean replaceChecks, boolean fromConfig) {
        var ops = new ArrayList<Op>();
        var service = new LocalService(definition, fromConfig);
        services(state.services().put(definition.id(), service));
        registrations.put(service);
        ops.add(new Op.Put(new Key.Service(node, definition.id()), service.value(node)));
        var named = definition.checks().stream().map(CheckDefinition::id).collect(Collectors.toSet());
        for (var check : checksOf(definition.id())) {
            if (named.contains(check.value().id())) {
                continue;
            }
            ops.addAll(
                    replaceChecks && check.definition().isPresent()
                            ? removeCheck(check.value().id())
                            : put(renewed(check, service)));
        }
        definition.checks().forEach(check -> ops.addAll(put(check, fromConfig)));
        return ops;
    }

    /** A check that stays, under its service's name and tags as they are now. */
    private LocalCheck renewed(LocalCheck check, LocalService service) {
        return check.definition()
                .map(definition ->
                        LocalCheck.of(node, definition, Optional.of(service), check.state(), check.fromConfig()))
                .orElseGet(
                        () -> Maintenance.ofService(node, service, check.value().notes()));
    }

    List<Op> removeService(String id) {
        if (service(id) == null) {
            return List.of();
        }
        var ops = new ArrayList<Op>();
        services(state.services().remove(id));
        registrations.removeService(id);
        checksOf(id).forEach(check -> ops.addAll(removeCheck(check.value().id())));
        ops.add(new Op.Delete(new Key.Service(node, id)));
        return ops;
    }

    /** A check that is defined anew goes on from the state it had, so that a reload or a repeated PUT turns nothing red. */
    List<Op> put(CheckDefinition definition, boolean fromConfig) {
        var known = check(definition.id());
        var from = known == null || known.definition().isEmpty() ? states.first(definition) : known.state();
        // A script that may not run is refused when it comes over HTTP; one of a file, or one that was allowed before a
        // restart, must not stop the start, and shows what is wrong.
        var refusal = scripts.refusal(definition, !fromConfig).or(() -> cycle(definition));
        if (refusal.isPresent()) {
            probing.accept(new Checks.Remove(definition.id()));
            var refused = from.found(Status.CRITICAL, refusal.get(), clock.instant());
            states.changed(definition.id(), from, refused);
            from = refused;
        } else {
            probing.accept(new Checks.Put(definition, from.result(), from.since()));
        }
        var service = Optional.ofNullable(service(definition.serviceId()));
        return put(LocalCheck.of(node, definition, service, from, fromConfig));
    }

    /** Why checks cannot be as they are defined, beside those there are: one would need itself. */
    Optional<String> cycle(List<CheckDefinition> definitions) {
        coming(definitions);
        var cycle = definitions.stream()
                .flatMap(definition -> cycle(definition).stream())
                .findFirst();
        coming(List.of());
        return cycle;
    }

    /** Checks that are about to be put, all of them: what they are now counts no more. */
    void coming(List<CheckDefinition> definitions) {
        coming.clear();
        definitions.forEach(definition -> coming.put(definition.id(), definition));
    }

    private Optional<String> cycle(CheckDefinition definition) {
        return Dependencies.cycle(
                        definition,
                        id -> Optional.ofNullable(coming.get(id))
                                .or(() -> Optional.ofNullable(check(id)).flatMap(LocalCheck::definition)))
                .map(Dependencies::sentence);
    }

    /** Sets a check, all of it told to the catalog. */
    List<Op> put(LocalCheck check) {
        var told = check.toldAll();
        forgetOwner(check(told.value().id()));
        byService
                .computeIfAbsent(told.value().serviceId(), _ -> new TreeSet<>())
                .add(told.value().id());
        checks(state.checks().put(told.value().id(), told));
        registrations.put(told);
        if (told.definition().isPresent()) {
            states.put(told);
        }
        return List.of(new Op.Put(new Key.Check(node, told.value().id()), told.value()));
    }

    List<Op> removeCheck(String id) {
        var check = check(id);
        if (check == null) {
            return List.of();
        }
        forgetOwner(check);
        states.remove(id);
        checks(state.checks().remove(id));
        registrations.remove(check);
        probing.accept(new Checks.Remove(id));
        return List.of(new Op.Delete(new Key.Check(node, id)));
    }

    /**
     * Takes note of what a check found.
     *
     * @return the check as it is now; null when it is gone
     */
    @Nullable
    LocalCheck found(String id, Status status, String output) {
        var known = check(id);
        if (known == null || known.definition().isEmpty()) {
            return null;
        }
        var now = known.found(status, output, clock.instant());
        states.changed(id, known.state(), now.state());
        checks(state.checks().put(id, now));
        return now;
    }

    /** Puts a service, or with an empty id the node, into maintenance; asked twice, the first reason stays, as clients expect. */
    List<Op> maintain(String serviceId, String reason) {
        var check = serviceId.isEmpty()
                ? Maintenance.ofNode(node, reason)
                : Maintenance.ofService(node, Objects.requireNonNull(service(serviceId)), reason);
        return check(check.value().id()) != null ? List.of() : put(check);
    }

    List<Op> endMaintenance(String serviceId) {
        return removeCheck(serviceId.isEmpty() ? Maintenance.NODE_CHECK : Maintenance.serviceCheck(serviceId));
    }

    private void services(PersistentSortedMap<LocalService> changed) {
        state = new LocalState(changed, state.checks(), state.pasts());
    }

    private void checks(PersistentSortedMap<LocalCheck> changed) {
        state = new LocalState(state.services(), changed, states.pasts());
    }
}
