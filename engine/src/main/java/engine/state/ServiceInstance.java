package engine.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** An instance of a service with its node and the checks that decide its health: those of its node, then its own. */
public record ServiceInstance(
        Stored<Value.Node> node, Stored<Value.Service> service, List<Stored<Value.Check>> checks) {

    static final Comparator<ServiceInstance> ORDER = Comparator.comparing(
                    (ServiceInstance i) -> i.node.value().name())
            .thenComparing(i -> i.service.value().id());

    static ServiceInstance of(Stored<Value.Node> node, Stored<Value.Service> service, NodeState state) {
        var ofNode = new ArrayList<Stored<Value.Check>>();
        var own = new ArrayList<Stored<Value.Check>>();
        for (var check : state.checks().values()) {
            var serviceId = check.value().serviceId();
            if (serviceId.isEmpty()) {
                ofNode.add(check);
            } else if (serviceId.equalsIgnoreCase(service.value().id())) {
                own.add(check);
            }
        }
        ofNode.addAll(own);
        return new ServiceInstance(node, service, List.copyOf(ofNode));
    }

    /** Whether any of its checks has this status. */
    public boolean hasCheck(String status) {
        return checks.stream().anyMatch(check -> check.value().status().equals(status));
    }
}
