package engine.state;

import java.util.ArrayList;
import java.util.List;

/**
 * An instance of a service with its node and the checks that decide its health: those of its node, then its own. Checks that are
 * only shown are not among them.
 */
public record ServiceInstance(
        Stored<Value.Node> node, Stored<Value.Service> service, List<Stored<Value.Check>> checks) {

    /** With those checks of the node's state that decide it. */
    static ServiceInstance of(Stored<Value.Node> node, Stored<Value.Service> service, NodeState state) {
        var deciding = new ArrayList<Stored<Value.Check>>();
        for (var check : state.checksOf("")) {
            if (counts(check.value(), service.value())) {
                deciding.add(check);
            }
        }
        var id = Key.fold(service.value().id());
        if (!id.isEmpty()) {
            state.checksOf(id).stream().filter(check -> check.value().routing()).forEach(deciding::add);
        }
        return new ServiceInstance(node, service, List.copyOf(deciding));
    }

    /** Whether a check of the node counts for a service of it: that the node is gone or in maintenance always does. */
    private static boolean counts(Value.Check check, Value.Service service) {
        var wanted = service.nodeChecks();
        return check.routing()
                && (wanted == null
                        || check.id().equals("serfHealth")
                        || check.type().equals("maintenance")
                        || wanted.stream().anyMatch(check.id()::equalsIgnoreCase));
    }

    /** Before (negative), at (zero) or after a folded id on a folded node. */
    int compareTo(String otherNode, String otherId) {
        var byNode = Key.fold(node.value().name()).compareTo(otherNode);
        return byNode != 0 ? byNode : Key.fold(service.value().id()).compareTo(otherId);
    }

    /** Whether any of its checks has this status. */
    public boolean hasCheck(String status) {
        return checks.stream().anyMatch(check -> check.value().status().equals(status));
    }
}
