package engine;

import engine.cluster.LivenessWatch;
import engine.local.LocalState;
import engine.state.Change;
import engine.state.Key;
import engine.state.NodeState;
import engine.state.Op;
import engine.state.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the catalog should have of this node by the word of its own agent. Safe for use by many threads.
 *
 * @param agent what the agent says of itself: the node's record, and the service by which servers are found
 * @param local what is registered with it
 */
record OwnEntries(String node, Supplier<List<Op.Put>> agent, AtomicReference<LocalState> local) {
    /** Servers say by this check whether a node is alive: it is no node's own. */
    static final String HEALTH_CHECK = LivenessWatch.CHECK;

    /** All of it as it is now, each key once. Whole only once the registry has restored what was registered. */
    List<Op.Put> puts() {
        return of(node, agent.get(), local.get());
    }

    /** Checks are as the catalog was told: an output that is held back stays so. */
    static List<Op.Put> of(String node, List<Op.Put> agent, LocalState local) {
        var puts = new LinkedHashMap<Key, Op.Put>();
        agent.forEach(put -> puts.put(put.key(), put));
        for (var service : local.services().values()) {
            var put = new Op.Put(new Key.Service(node, service.definition().id()), service.value(node));
            puts.put(put.key(), put);
        }
        for (var check : local.checks().values()) {
            var put = new Op.Put(new Key.Check(node, check.told().id()), check.told());
            puts.put(put.key(), put);
        }
        puts.keySet().removeIf(key -> key instanceof Key.Check(var _, var id) && isOfServers(id));
        return List.copyOf(puts.values());
    }

    /**
     * Where the catalog has something else.
     *
     * @param known what it has of the node; null when it does not know it
     * @return by key what it has instead, empty for nothing
     */
    static Map<Key, Optional<Value>> differences(String node, @Nullable NodeState known, List<Op.Put> wanted) {
        var there = known == null ? new LinkedHashMap<Key, Value>() : entries(node, known);
        var differences = new LinkedHashMap<Key, Optional<Value>>();
        for (var put : wanted) {
            var found = there.remove(put.key());
            if (isOfCatalog(put.key()) && !isSaid(put.value(), found)) {
                differences.put(put.key(), Optional.ofNullable(found));
            }
        }
        there.forEach((key, value) -> differences.put(key, Optional.of(value)));
        return differences;
    }

    /** Whether a change of the catalog may not be this agent's own; one that takes away is always taken for another's. */
    boolean differs(Change change) {
        var value = change.entry().value();
        return switch (change.key()) {
            case Key.Node(var on) -> isHere(on) && agent.get().stream().noneMatch(put -> isSaid(put.value(), value));
            case Key.Service(var on, var _) -> isHere(on) && !(value instanceof Value.Service service && has(service));
            case Key.Check(var on, var id) ->
                isHere(on) && !isOfServers(id) && !(value instanceof Value.Check check && has(check));
            case Key.Member _,
                    Key.Kv _,
                    Key.Overlay _,
                    Key.Session _,
                    Key.Document _,
                    Key.Event _,
                    Key.Receipt _,
                    Key.Receipts _,
                    Key.Run _ -> false;
        };
    }

    /** Whether servers alone say how a check of this id is. */
    static boolean isOfServers(String id) {
        return Key.fold(id).equals(Key.fold(HEALTH_CHECK)) || MaintenanceChecks.isOne(id);
    }

    private boolean isHere(String folded) {
        return Key.fold(node).equals(folded);
    }

    private boolean has(Value.Service found) {
        var service = local.get().services().get(found.id());
        return service != null
                ? isSaid(service.value(node), found)
                : agent.get().stream().anyMatch(put -> isSaid(put.value(), found));
    }

    private boolean has(Value.Check found) {
        var check = local.get().checks().get(found.id());
        return check != null && isSaid(check.told(), found);
    }

    private static Map<Key, Value> entries(String node, NodeState known) {
        var entries = new LinkedHashMap<Key, Value>();
        if (known.node() != null) {
            entries.put(new Key.Node(node), known.node().value());
        }
        known.services()
                .values()
                .forEach(service ->
                        entries.put(new Key.Service(node, service.value().id()), service.value()));
        known.checks()
                .values()
                .forEach(check -> entries.put(new Key.Check(node, check.value().id()), check.value()));
        entries.keySet().removeIf(key -> key instanceof Key.Check(var _, var id) && isOfServers(id));
        return entries;
    }

    private static boolean isOfCatalog(Key key) {
        return switch (key) {
            case Key.Node _, Key.Service _, Key.Check _ -> true;
            case Key.Member _,
                    Key.Kv _,
                    Key.Overlay _,
                    Key.Session _,
                    Key.Document _,
                    Key.Event _,
                    Key.Receipt _,
                    Key.Receipts _,
                    Key.Run _ -> false;
        };
    }

    /** Whether the catalog may have {@code found} where the agent says {@code said}. */
    static boolean isSaid(Value said, @Nullable Value found) {
        var wanted = switch (said) {
            case Value.Service ours when found instanceof Value.Service theirs -> ours.over(theirs);
            case Value.Check ours when found instanceof Value.Check theirs -> ours.over(theirs);
            case Value.Service _,
                    Value.Check _,
                    Value.Node _,
                    Value.Member _,
                    Value.Kv _,
                    Value.Overlay _,
                    Value.Session _,
                    Value.Document _ -> said;
            case Value.Event _, Value.Receipt _, Value.Receipts _, Value.Run _ -> said;
        };
        return wanted.equals(found);
    }
}
