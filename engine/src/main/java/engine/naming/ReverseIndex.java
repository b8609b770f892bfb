package engine.naming;

import engine.state.Change;
import engine.state.Key;
import engine.state.NodeState;
import engine.state.Published;
import engine.state.Snapshot;
import engine.state.Stored;
import engine.state.Value;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes and instances have an address. Made when it is first asked for and kept up to date from then on, so that an
 * agent that is never asked pays nothing, and a question no walk. What it holds are candidates: what counts is what the
 * picture says of them at that moment.
 */
public final class ReverseIndex implements Published.Listener {
    private final Published published;
    private volatile boolean filled;
    private final Map<String, TreeSet<Owner>> owners = new ConcurrentHashMap<>();

    /** A node, or with an id an instance on it; both folded. */
    private record Owner(String node, String id) implements Comparable<Owner> {
        @Override
        public int compareTo(Owner other) {
            int byNode = node.compareTo(other.node);
            return byNode != 0 ? byNode : id.compareTo(other.id);
        }
    }

    /** Nothing happens before it is asked. */
    public ReverseIndex(Published published) {
        this.published = published;
    }

    /** The nodes with this address, in order of their names. */
    public List<Value.Node> nodes(String address) {
        return at(address)
                .flatMap(
                        owner -> Stream.ofNullable(published.current().catalog().node(owner.node)))
                .flatMap(state -> Stream.ofNullable(state.node()))
                .map(Stored::value)
                .filter(node -> same(node.address(), address))
                .distinct()
                .toList();
    }

    /** The instances that have this address as their own, on nodes that are registered, in order of node and id. */
    public List<Value.Service> services(String address) {
        return at(address)
                .filter(owner -> !owner.id.isEmpty())
                .flatMap(owner -> Stream.ofNullable(
                                published.current().catalog().node(owner.node))
                        .flatMap(state -> Stream.ofNullable(state.services().get(owner.id))))
                .map(Stored::value)
                .filter(service -> same(service.address(), address))
                .toList();
    }

    private Stream<Owner> at(String address) {
        if (!filled) {
            fill();
        }
        var known = owners.get(canonical(address));
        if (known == null) {
            return Stream.empty();
        }
        synchronized (known) {
            return List.copyOf(known).stream();
        }
    }

    /** Who asks meanwhile waits for this one walk: what is there in part would deny names that exist. */
    private synchronized void fill() {
        if (!filled) {
            published.subscribe(this);
            published.current().catalog().nodes().stream().forEach(pair -> addAll(pair.getKey(), pair.getValue()));
            filled = true;
        }
    }

    private void addAll(String node, NodeState state) {
        if (state.node() != null) {
            add(state.node().value().address(), new Owner(node, ""));
        }
        state.services().stream()
                .forEach(pair -> add(pair.getValue().value().address(), new Owner(node, pair.getKey())));
    }

    @Override
    public void published(Snapshot before, Snapshot after, List<Change> changes) {
        for (var change : changes) {
            switch (change.key()) {
                case Key.Node(var node) ->
                    move(nodeAddress(before, node), nodeAddress(after, node), new Owner(node, ""));
                case Key.Service(var node, var id) ->
                    move(address(before, node, id), address(after, node, id), new Owner(node, id));
                default -> {}
            }
        }
    }

    private void move(@Nullable String before, @Nullable String after, Owner owner) {
        if (after != null) {
            add(after, owner);
        }
        if (before != null && !before.equals(after)) {
            owners.computeIfPresent(canonical(before), (_, known) -> {
                synchronized (known) {
                    known.remove(owner);
                    return known.isEmpty() ? null : known;
                }
            });
        }
    }

    private void add(String address, Owner owner) {
        if (!address.isEmpty()) {
            owners.compute(canonical(address), (_, known) -> {
                var set = known == null ? new TreeSet<Owner>() : known;
                synchronized (set) {
                    set.add(owner);
                }
                return set;
            });
        }
    }

    private static @Nullable String nodeAddress(Snapshot picture, String node) {
        var state = picture.catalog().nodes().get(node);
        return state == null || state.node() == null
                ? null
                : state.node().value().address();
    }

    private static @Nullable String address(Snapshot picture, String node, String id) {
        var state = picture.catalog().nodes().get(node);
        var service = state == null ? null : state.services().get(id);
        return service == null ? null : service.value().address();
    }

    private static boolean same(String one, String other) {
        return canonical(one).equals(canonical(other));
    }

    /** One spelling for each address; host names as they are. */
    private static String canonical(String address) {
        try {
            return InetAddress.ofLiteral(address).getHostAddress();
        } catch (IllegalArgumentException _) {
            return address.toLowerCase(Locale.ROOT);
        }
    }
}
