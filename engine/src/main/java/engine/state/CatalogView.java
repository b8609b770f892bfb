package engine.state;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The catalog as one immutable picture: by node and by service. Names are keys in their folded form.
 *
 * @param nodesAt this node's index when a node last came, went or changed
 * @param servicesAt likewise for the list of services: the names, and the tags of each
 * @param checksAt likewise for any check of a registered node
 */
public record CatalogView(
        PersistentSortedMap<NodeState> nodes,
        PersistentSortedMap<ServiceState> services,
        Gone goneNodes,
        Gone goneServices,
        long nodesAt,
        long servicesAt,
        long checksAt) {

    static CatalogView startingAt(long index) {
        return new CatalogView(
                PersistentSortedMap.empty(),
                PersistentSortedMap.empty(),
                Gone.since(index),
                Gone.since(index),
                index,
                index,
                index);
    }

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
        var before = stateOf(node);
        if (before.node() == null && changed == null) {
            return this;
        }
        var state = before.withNode(changed, at);
        var gone = changed == null ? goneNodes.vanished(node, at) : goneNodes.returned(node);
        var comesOrGoes = before.node() == null || changed == null;
        var next = new CatalogView(
                keep(node, state),
                services,
                gone,
                goneServices,
                at,
                servicesAt,
                comesOrGoes && !state.checks().isEmpty() ? at : checksAt);
        return next.rebuilt(node, state.services().values(), state, false, at);
    }

    CatalogView withService(String node, String id, @Nullable Stored<Value.Service> changed, long at) {
        var before = stateOf(node);
        var known = before.services().get(id);
        if (known == null && changed == null) {
            return this;
        }
        var state = before.withService(id, changed, at);
        var next = withNodes(keep(node, state), checksAt);
        if (known != null
                && (changed == null
                        || !Key.fold(known.value().name())
                                .equals(Key.fold(changed.value().name())))) {
            next = next.replaced(node, known.value(), null, false, at);
        }
        return changed == null ? next : next.rebuilt(node, List.of(changed), state, false, at);
    }

    CatalogView withCheck(String node, String id, @Nullable Stored<Value.Check> changed, long at) {
        var before = stateOf(node);
        var known = before.checks().get(id);
        if (known == null && changed == null) {
            return this;
        }
        var state = before.withCheck(id, changed, at);
        var next = withNodes(keep(node, state), state.node() == null ? checksAt : at);
        return next.rebuilt(node, touched(state, known, changed), state, true, at);
    }

    /** The services whose health a check decides or decided: one by its id, or all of the node. */
    private static List<Stored<Value.Service>> touched(
            NodeState state, @Nullable Stored<Value.Check> known, @Nullable Stored<Value.Check> changed) {
        var ids = new TreeSet<String>();
        for (var check : Arrays.asList(known, changed)) {
            if (check != null) {
                ids.add(Key.fold(check.value().serviceId()));
            }
        }
        return ids.contains("")
                ? state.services().values()
                : ids.stream()
                        .map(state.services()::get)
                        .filter(Objects::nonNull)
                        .toList();
    }

    /** Instances made anew from the node's state; gone while the node itself is not registered. */
    private CatalogView rebuilt(
            String node, List<Stored<Value.Service>> changed, NodeState state, boolean onlyHealth, long at) {
        var next = this;
        for (var service : changed) {
            var instance = state.node() == null ? null : ServiceInstance.of(state.node(), service, state);
            next = next.replaced(node, service.value(), instance, onlyHealth, at);
        }
        return next;
    }

    private CatalogView replaced(
            String node, Value.Service service, @Nullable ServiceInstance instance, boolean onlyHealth, long at) {
        var name = Key.fold(service.name());
        var id = Key.fold(service.id());
        var before = Objects.requireNonNullElse(services.get(name), ServiceState.NONE);
        var known = before.instance(node, id);
        if (known == null && instance == null) {
            return this;
        }
        var after = before.with(node, id, instance, onlyHealth, at);
        var empty = after.instances().isEmpty();
        return new CatalogView(
                nodes,
                empty ? services.remove(name) : services.put(name, after),
                goneNodes,
                empty ? goneServices.vanished(name, at) : goneServices.returned(name),
                nodesAt,
                sameList(before, known, after, instance) ? servicesAt : at,
                checksAt);
    }

    /** Whether names and tags are as before when {@code known} became {@code changed}. */
    private static boolean sameList(
            ServiceState before,
            @Nullable ServiceInstance known,
            ServiceState after,
            @Nullable ServiceInstance changed) {
        var old = known == null ? null : known.service().value();
        var now = changed == null ? null : changed.service().value();
        if (old != null
                && now != null
                && old.name().equals(now.name())
                && old.tags().equals(now.tags())) {
            return true;
        }
        return (old == null || after.lists(old)) && (now == null || before.lists(now));
    }

    private NodeState stateOf(String node) {
        return Objects.requireNonNullElse(nodes.get(node), NodeState.UNKNOWN);
    }

    private PersistentSortedMap<NodeState> keep(String node, NodeState state) {
        return state.isEmpty() ? nodes.remove(node) : nodes.put(node, state);
    }

    private CatalogView withNodes(PersistentSortedMap<NodeState> changed, long checksChangedAt) {
        return new CatalogView(changed, services, goneNodes, goneServices, nodesAt, servicesAt, checksChangedAt);
    }
}
