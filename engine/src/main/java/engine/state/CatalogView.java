package engine.state;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The catalog as one immutable picture: by node and by service. Names are keys in their folded form.
 *
 * @param nodesAt this node's index when a node last came, went or changed
 * @param servicesAt likewise for the names and tags of services
 * @param checksAt likewise for any check
 */
public record CatalogView(
        PersistentSortedMap<NodeState> nodes,
        PersistentSortedMap<ServiceState> services,
        Gone goneNodes,
        Gone goneServices,
        long nodesAt,
        long servicesAt,
        long checksAt) {

    static final CatalogView EMPTY = new CatalogView(
            PersistentSortedMap.empty(), PersistentSortedMap.empty(), Gone.NOTHING, Gone.NOTHING, 1, 1, 1);

    /** A node that is registered; null when there is none of this name. */
    public @Nullable NodeState node(String name) {
        var state = nodes.get(Key.fold(name));
        return state == null || state.node() == null ? null : state;
    }

    /** The instances of a service; none for an unknown one. */
    public ServiceState service(String name) {
        var state = services.get(Key.fold(name));
        if (state != null) {
            return state;
        }
        var gone = goneServices.index(Key.fold(name));
        return new ServiceState(List.of(), gone, gone);
    }

    /** Index at which a node's record or services last changed, its going included. */
    public long nodeAt(String name) {
        var state = node(name);
        return state == null || state.node() == null
                ? goneNodes.index(Key.fold(name))
                : Math.max(state.node().changedAt(), state.servicesAt());
    }

    /** Index at which a node's checks last changed, its going included. */
    public long nodeChecksAt(String name) {
        var state = node(name);
        return state == null ? goneNodes.index(Key.fold(name)) : state.checksAt();
    }

    CatalogView withNode(String node, @Nullable Stored<Value.Node> changed, long at) {
        var state = stateOf(node).withNode(changed);
        var gone = changed == null ? goneNodes.vanished(node, at) : goneNodes.returned(node);
        var next = new CatalogView(keep(node, state), services, gone, goneServices, at, servicesAt, checksAt);
        for (var service : state.services().values()) {
            next = next.rebuilt(node, service.value(), state, false, at);
        }
        return next;
    }

    CatalogView withService(String node, String id, @Nullable Stored<Value.Service> changed, long at) {
        var before = stateOf(node);
        var state = before.withService(id, changed, at);
        var next = withNodes(keep(node, state));
        var known = before.services().get(id);
        if (known != null
                && (changed == null
                        || !Key.fold(known.value().name())
                                .equals(Key.fold(changed.value().name())))) {
            next = next.without(node, known.value(), at);
        }
        if (changed != null) {
            next = next.rebuilt(node, changed.value(), state, false, at);
        }
        var sameNames = known != null
                && changed != null
                && known.value().name().equals(changed.value().name())
                && known.value().tags().equals(changed.value().tags());
        return sameNames ? next : next.withServicesAt(at);
    }

    CatalogView withCheck(String node, String id, @Nullable Stored<Value.Check> changed, long at) {
        var before = stateOf(node);
        var state = before.withCheck(id, changed, at);
        var next = withNodes(keep(node, state)).withChecksAt(at);
        var check = Objects.requireNonNullElse(changed, before.checks().get(id));
        if (check == null) {
            return next;
        }
        var serviceId = check.value().serviceId();
        for (var service : state.services().values()) {
            if (serviceId.isEmpty()
                    || serviceId.equalsIgnoreCase(service.value().id())) {
                next = next.rebuilt(node, service.value(), state, true, at);
            }
        }
        return next;
    }

    /** The instance made anew from the node's state; gone while the node itself is not registered. */
    private CatalogView rebuilt(String node, Value.Service service, NodeState state, boolean onlyHealth, long at) {
        var stored = state.services().get(Key.fold(service.id()));
        if (stored == null || state.node() == null) {
            return without(node, service, at);
        }
        var name = Key.fold(service.name());
        var instance = ServiceInstance.of(state.node(), stored, state);
        var known = Objects.requireNonNullElse(services.get(name), ServiceState.NONE);
        return withServices(
                services.put(name, known.with(node, service.id(), instance, onlyHealth, at)),
                goneServices.returned(name));
    }

    private CatalogView without(String node, Value.Service service, long at) {
        var name = Key.fold(service.name());
        var known = services.get(name);
        if (known == null) {
            return this;
        }
        var left = known.with(node, service.id(), null, false, at);
        return left.instances().isEmpty()
                ? withServices(services.remove(name), goneServices.vanished(name, at))
                : withServices(services.put(name, left), goneServices);
    }

    private NodeState stateOf(String node) {
        return Objects.requireNonNullElse(nodes.get(node), NodeState.UNKNOWN);
    }

    private PersistentSortedMap<NodeState> keep(String node, NodeState state) {
        return state.isEmpty() ? nodes.remove(node) : nodes.put(node, state);
    }

    private CatalogView withNodes(PersistentSortedMap<NodeState> changed) {
        return new CatalogView(changed, services, goneNodes, goneServices, nodesAt, servicesAt, checksAt);
    }

    private CatalogView withServices(PersistentSortedMap<ServiceState> changed, Gone gone) {
        return new CatalogView(nodes, changed, goneNodes, gone, nodesAt, servicesAt, checksAt);
    }

    private CatalogView withServicesAt(long at) {
        return new CatalogView(nodes, services, goneNodes, goneServices, nodesAt, at, checksAt);
    }

    private CatalogView withChecksAt(long at) {
        return new CatalogView(nodes, services, goneNodes, goneServices, nodesAt, servicesAt, at);
    }
}
