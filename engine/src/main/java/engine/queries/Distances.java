package engine.queries;

import engine.http.Coordinates;
import engine.state.ServiceInstance;
import java.util.Comparator;
import java.util.List;

/** The port to how far nodes are from each other. Must not block. */
@FunctionalInterface
public interface Distances {
    /** Where nothing is known of distances. */
    Distances NONE = (_, instances) -> instances;

    /**
     * The instances by the distance of their nodes from a node, the nearest first. Those of which it is not known keep their order
     * behind the others; when the node is not known, all do.
     */
    List<ServiceInstance> nearestFirst(String node, List<ServiceInstance> instances);

    /** By network coordinates. */
    static Distances of(Coordinates coordinates) {
        return (node, instances) -> coordinates
                .from(node)
                .map(distance -> instances.stream()
                        .sorted(Comparator.comparingDouble(instance ->
                                distance.applyAsDouble(instance.node().value().name())))
                        .toList())
                .orElse(instances);
    }
}
