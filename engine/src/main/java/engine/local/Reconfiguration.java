package engine.local;

import engine.checks.CheckDefinition;
import engine.config.ServiceDefinition;
import engine.state.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;

/** Brings a register in line with the files, and after a restart with what was registered before it. */
record Reconfiguration(LocalRegister register, Logger log) {

    /** Replaces everything that came from files. */
    List<Op> files(List<ServiceDefinition> services, List<CheckDefinition> checks) {
        var ops = new ArrayList<Op>();
        register.coming(Stream.concat(services.stream().flatMap(service -> service.checks().stream()), checks.stream())
                .toList());
        var serviceIds = services.stream().map(ServiceDefinition::id).collect(Collectors.toSet());
        register.state().services().values().stream()
                .filter(service -> service.fromConfig()
                        && !serviceIds.contains(service.definition().id()))
                .forEach(service ->
                        ops.addAll(register.removeService(service.definition().id())));
        services.forEach(service -> ops.addAll(register.put(service, false, true)));
        var named = services.stream()
                .flatMap(service -> service.checks().stream())
                .map(CheckDefinition::id)
                .collect(Collectors.toSet());
        var placed = checks.stream().filter(this::isPlaced).toList();
        var alone = placed.stream().map(CheckDefinition::id).collect(Collectors.toSet());
        register.checksWhere(check -> check.fromConfig()
                        && !named.contains(check.value().id())
                        && !alone.contains(check.value().id()))
                .forEach(check -> ops.addAll(register.removeCheck(check.value().id())));
        placed.forEach(check -> ops.addAll(register.put(check, true)));
        register.coming(List.of());
        return ops;
    }

    /** A check of a file whose service is nowhere must not stop the start: it is left out. */
    private boolean isPlaced(CheckDefinition check) {
        var placed = isThere(check.serviceId());
        if (!placed) {
            log.warn("check {} is left out: its service {} is not registered here", check.id(), check.serviceId());
        }
        return placed;
    }

    /** Brings back what was registered, and is not in the files; what has lost its service is forgotten. */
    List<Op> restored(Registrations kept) {
        var ops = new ArrayList<Op>();
        for (var service : kept.services()) {
            if (register.service(service.id()) == null) {
                ops.addAll(register.put(service, false, false));
            }
        }
        for (var check : kept.checks()) {
            if (!isThere(check.serviceId())) {
                kept.removeCheck(check.id());
            } else if (register.check(check.id()) == null) {
                ops.addAll(register.put(check, false));
            }
        }
        kept.forMaintenance((service, reason) -> {
            if (isThere(service)) {
                ops.addAll(register.maintain(service, reason));
            } else {
                kept.removeMaintenance(service);
            }
        });
        return ops;
    }

    private boolean isThere(String service) {
        return service.isEmpty() || register.service(service) != null;
    }
}
