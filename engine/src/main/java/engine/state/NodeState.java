package engine.state;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everything registered on one node.
 *
 * @param node null while only services or checks of it are known, which stay invisible so long
 * @param services by id, folded
 * @param checks by id, folded: those of the node and those of its services
 * @param byService the same checks by the folded id of their service, those of the node itself under the empty text
 * @param servicesAt this node's index when a service last came, went or changed
 * @param checksAt likewise for checks
 */
public record NodeState(
        @Nullable Stored<Value.Node> node,
        PersistentSortedMap<Stored<Value.Service>> services,
        PersistentSortedMap<Stored<Value.Check>> checks,
        PersistentSortedMap<PersistentSortedMap<Stored<Value.Check>>> byService,
        long servicesAt,
        long checksAt) {

    static final NodeState UNKNOWN = new NodeState(
            null, PersistentSortedMap.empty(), PersistentSortedMap.empty(), PersistentSortedMap.empty(), 1, 1);

    /** With the node's record; when the node comes, all that was unseen comes with it. */
    NodeState withNode(@Nullable Stored<Value.Node> changed, long at) {
        return node == null
                ? new NodeState(changed, services, checks, byService, at, at)
                : new NodeState(changed, services, checks, byService, servicesAt, checksAt);
    }

    NodeState withService(String id, @Nullable Stored<Value.Service> changed, long at) {
        var next = changed == null ? services.remove(id) : services.put(id, changed);
        return new NodeState(node, next, checks, byService, at, checksAt);
    }

    NodeState withCheck(String id, @Nullable Stored<Value.Check> changed, long at) {
        var next = changed == null ? checks.remove(id) : checks.put(id, changed);
        return new NodeState(node, services, next, regrouped(byService, checks.get(id), changed), servicesAt, at);
    }

    private static PersistentSortedMap<PersistentSortedMap<Stored<Value.Check>>> regrouped(
            PersistentSortedMap<PersistentSortedMap<Stored<Value.Check>>> groups,
            @Nullable Stored<Value.Check> before,
            @Nullable Stored<Value.Check> now) {
        var next = groups;
        if (before != null) {
            var left = group(next, owner(before)).remove(Key.fold(before.value().id()));
            next = left.isEmpty() ? next.remove(owner(before)) : next.put(owner(before), left);
        }
        return now == null
                ? next
                : next.put(
                        owner(now),
                        group(next, owner(now)).put(Key.fold(now.value().id()), now));
    }

    private static PersistentSortedMap<Stored<Value.Check>> group(
            PersistentSortedMap<PersistentSortedMap<Stored<Value.Check>>> groups, String service) {
        return Objects.requireNonNullElse(groups.get(service), PersistentSortedMap.empty());
    }

    private static String owner(Stored<Value.Check> check) {
        return Key.fold(check.value().serviceId());
    }

    /** The checks of the service with a folded id, in order of their ids; those of the node itself under the empty text. */
    public List<Stored<Value.Check>> checksOf(String service) {
        return group(byService, service).values();
    }

    boolean isEmpty() {
        return node == null && services.isEmpty() && checks.isEmpty();
    }
}
