package engine.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All instances of a service, in order of node and id without regard to case.
 *
 * @param instancesAt this node's index when an instance or its node last changed
 * @param healthAt likewise, or when a check of an instance changed
 */
public record ServiceState(List<ServiceInstance> instances, long instancesAt, long healthAt) {

    static final ServiceState NONE = new ServiceState(List.of(), 1, 1);

    /** The instance with a folded id on a folded node; null when there is none. */
    @Nullable
    ServiceInstance instance(String node, String id) {
        var position = position(node, id);
        return position < 0 ? null : instances.get(position);
    }

    /** With one instance replaced, added, or ({@code changed} null) removed; node and id folded. */
    ServiceState with(String node, String id, @Nullable ServiceInstance changed, boolean onlyHealth, long at) {
        var next = new ArrayList<ServiceInstance>(instances.size() + 1);
        next.addAll(instances);
        var position = position(node, id);
        if (position >= 0 && changed != null) {
            next.set(position, changed);
        } else if (position >= 0) {
            next.remove(position);
        } else if (changed != null) {
            next.add(-position - 1, changed);
        }
        return new ServiceState(Collections.unmodifiableList(next), onlyHealth ? instancesAt : at, at);
    }

    /** Whether the name and each tag of {@code other} are also those of an instance here. */
    boolean lists(Value.Service other) {
        return has(other.name(), null) && other.tags().stream().allMatch(tag -> has(other.name(), tag));
    }

    private boolean has(String name, @Nullable String tag) {
        for (var instance : instances) {
            var service = instance.service().value();
            if (service.name().equals(name) && (tag == null || service.tags().contains(tag))) {
                return true;
            }
        }
        return false;
    }

    /** Where the instance is, or if it is not here, -1 minus where it would be. */
    private int position(String node, String id) {
        var low = 0;
        var high = instances.size() - 1;
        while (low <= high) {
            var middle = (low + high) >>> 1;
            var order = instances.get(middle).compareTo(node, id);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }
}
