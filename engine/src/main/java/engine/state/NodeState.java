package engine.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything registered on one node.
 *
 * @param node null while only services or checks of it are known, which stay invisible so long
 * @param services by id, folded
 * @param checks by id, folded: those of the node and those of its services
 * @param servicesAt this node's index when a service last came, went or changed
 * @param checksAt likewise for checks
 */
public record NodeState(
        @Nullable Stored<Value.Node> node,
        PersistentSortedMap<Stored<Value.Service>> services,
        PersistentSortedMap<Stored<Value.Check>> checks,
        long servicesAt,
        long checksAt) {

    static final NodeState UNKNOWN =
            new NodeState(null, PersistentSortedMap.empty(), PersistentSortedMap.empty(), 1, 1);

    /** With the node's record; when the node comes, all that was unseen comes with it. */
    NodeState withNode(@Nullable Stored<Value.Node> changed, long at) {
        return node == null
                ? new NodeState(changed, services, checks, at, at)
                : new NodeState(changed, services, checks, servicesAt, checksAt);
    }

    NodeState withService(String id, @Nullable Stored<Value.Service> changed, long at) {
        var next = changed == null ? services.remove(id) : services.put(id, changed);
        return new NodeState(node, next, checks, at, checksAt);
    }

    NodeState withCheck(String id, @Nullable Stored<Value.Check> changed, long at) {
        var next = changed == null ? checks.remove(id) : checks.put(id, changed);
        return new NodeState(node, services, next, servicesAt, at);
    }

    /** The checks by the folded id of their service, those of the node itself under the empty text. */
    Map<String, List<Stored<Value.Check>>> checksByService() {
        var byService = new HashMap<String, List<Stored<Value.Check>>>();
        for (var check : checks.values()) {
            byService
                    .computeIfAbsent(Key.fold(check.value().serviceId()), _ -> new ArrayList<>())
                    .add(check);
        }
        return byService;
    }

    boolean isEmpty() {
        return node == null && services.isEmpty() && checks.isEmpty();
    }
}
