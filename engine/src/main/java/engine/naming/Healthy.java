package engine.naming;

import engine.state.ServiceInstance;
import engine.state.ServiceState;
import java.util.List;

/**
 * Which instances of a service are answered.
 *
 * @param onlyPassing whether those in warning are left out too
 * @param lastResort whether all are answered where none would be
 */
public record Healthy(boolean onlyPassing, boolean lastResort) {

    /** The instances to answer, in the order of the service. */
    public List<ServiceInstance> of(ServiceState service) {
        var healthy = service.instances().stream().filter(this::serves).toList();
        return healthy.isEmpty() && lastResort ? service.instances() : healthy;
    }

    /** Whether an instance is answered for its own health. */
    public boolean serves(ServiceInstance instance) {
        return !instance.hasCheck("critical") && !(onlyPassing && instance.hasCheck("warning"));
    }
}
