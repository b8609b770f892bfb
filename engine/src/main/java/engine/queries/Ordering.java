package engine.queries;

import engine.state.ServiceInstance;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/** In which order the instances that a query takes are told. */
final class Ordering {

    private Ordering() {}

    /** By chance, so that clients spread; the first {@code limit} of them, 0 for all. */
    static List<ServiceInstance> random(List<ServiceInstance> instances, int limit, RandomGenerator random) {
        var order = new ArrayList<>(instances);
        var wanted = limit > 0 ? Math.min(limit, order.size()) : order.size();
        for (var i = 0; i < wanted; i++) {
            Collections.swap(order, i, i + random.nextInt(order.size() - i));
        }
        return order.subList(0, wanted);
    }

    /** By their distance from a node, what is on it in front; by chance where no distances are known. */
    static List<ServiceInstance> near(
            String node, List<ServiceInstance> instances, int limit, Distances distances, RandomGenerator random) {
        var order = distances.nearestFirst(node, random(instances, 0, random));
        var ordered = new ArrayList<ServiceInstance>(order.size());
        order.stream().filter(instance -> isOn(node, instance)).forEach(ordered::add);
        order.stream().filter(instance -> !isOn(node, instance)).forEach(ordered::add);
        return limit > 0 && limit < ordered.size() ? ordered.subList(0, limit) : ordered;
    }

    private static boolean isOn(String node, ServiceInstance instance) {
        return instance.node().value().name().equals(node);
    }
}
