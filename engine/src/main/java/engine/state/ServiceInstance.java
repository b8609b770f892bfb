package engine.state;

import java.util.ArrayList;
import java.util.List;

/** An instance of a service with its node and the checks that decide its health: those of its node, then its own. */
public record ServiceInstance(
        Stored<Value.Node> node, Stored<Value.Service> service, List<Stored<Value.Check>> checks) {

    static ServiceInstance of(Stored<Value.Node> node, Stored<Value.Service> service, NodeState state) {
        var ofNode = new ArrayList<Stored<Value.Check>>();
        var own = new ArrayList<Stored<Value.Check>>();
        var id = Key.fold(service.value().id());
        for (var check : state.checks().values()) {
            var serviceId = check.value().serviceId();
            if (serviceId.isEmpty()) {
                ofNode.add(check);
            } else if (Key.fold(serviceId).equals(id)) {
                own.add(check);
            }
        }
        ofNode.addAll(own);
        return new ServiceInstance(node, service, List.copyOf(ofNode));
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
