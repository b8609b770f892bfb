package engine;

import engine.checks.CheckDefinition;
import engine.checks.Result;
import engine.checks.Status;
import engine.state.Key;
import engine.state.NodeState;
import engine.state.Op;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * This node as the catalog had it before a restart.
 *
 * @param state empty when the catalog did not know it, or nothing is kept
 */
record Former(String node, Optional<NodeState> state) {

    /** The state that a check had, to go on from; that of its definition for one that was not there. */
    Result of(CheckDefinition definition) {
        return state.map(known -> known.checks().get(Key.fold(definition.id())))
                .map(stored -> new Result(
                        Status.parse(stored.value().status()).orElse(Status.CRITICAL),
                        stored.value().output()))
                .orElseGet(() -> new Result(definition.initialStatus(), ""));
    }

    /** Maintenance, which lasts until somebody ends it, of the node and of the services that are still there. */
    List<LocalCheck> maintenance(LocalState local) {
        var found = new ArrayList<LocalCheck>();
        state.ifPresent(known -> known.checks().values().forEach(stored -> {
            var check = stored.value();
            var service = local.services().get(check.serviceId());
            if (check.id().equals(Maintenance.NODE_CHECK)) {
                found.add(Maintenance.ofNode(node, check.notes()));
            } else if (service != null && check.id().equals(Maintenance.serviceCheck(check.serviceId()))) {
                found.add(Maintenance.ofService(node, service, check.notes()));
            }
        }));
        return found;
    }

    /**
     * Takes out of the catalog what nobody registered with the agent: nothing would ever check or end it.
     *
     * @param others ids of services that are there for other reasons
     */
    List<Op> leftovers(LocalState local, Set<String> others) {
        var known = new HashSet<Key>();
        others.forEach(id -> known.add(new Key.Service(node, id)));
        local.services()
                .values()
                .forEach(service ->
                        known.add(new Key.Service(node, service.definition().id())));
        local.checks()
                .values()
                .forEach(check -> known.add(new Key.Check(node, check.value().id())));
        var there = new ArrayList<Key>();
        state.ifPresent(catalog -> {
            catalog.services()
                    .values()
                    .forEach(service ->
                            there.add(new Key.Service(node, service.value().id())));
            catalog.checks()
                    .values()
                    .forEach(
                            check -> there.add(new Key.Check(node, check.value().id())));
        });
        return there.stream()
                .filter(key -> !known.contains(key))
                .<Op>map(Op.Delete::new)
                .toList();
    }
}
