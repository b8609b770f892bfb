package engine.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All instances of a service, in order of node and id.
 *
 * @param instancesAt this node's index when an instance or its node last changed
 * @param healthAt likewise, or when a check of an instance changed
 */
public record ServiceState(List<ServiceInstance> instances, long instancesAt, long healthAt) {

    static final ServiceState NONE = new ServiceState(List.of(), 1, 1);

    /** With one instance replaced, added, or ({@code changed} null) removed. */
    ServiceState with(String node, String id, @Nullable ServiceInstance changed, boolean onlyHealth, long at) {
        var next = new ArrayList<ServiceInstance>(instances.size() + 1);
        for (var instance : instances) {
            if (!instance.service().value().id().equalsIgnoreCase(id)
                    || !instance.node().value().name().equalsIgnoreCase(node)) {
                next.add(instance);
            }
        }
        if (changed != null) {
            var position = Collections.binarySearch(next, changed, ServiceInstance.ORDER);
            next.add(position < 0 ? -position - 1 : position, changed);
        }
        return new ServiceState(Collections.unmodifiableList(next), onlyHealth ? instancesAt : at, at);
    }
}
