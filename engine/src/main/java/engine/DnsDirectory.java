package engine;

import engine.dns.Directory;
import engine.state.Key;
import engine.state.NodeState;
import engine.state.Published;
import engine.state.ServiceInstance;
import engine.state.ServiceState;
import engine.state.Stored;
import engine.state.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The catalog as DNS sees it. */
final class DnsDirectory implements Directory {
    private final Published published;
    private final Supplier<List<String>> servers;
    private final Function<String, Prepared> prepared;
    private volatile boolean onlyPassing;
    /** What was made of a service, as long as the service stays as it was; holds no service that is gone. */
    private final Map<String, Made> made = new ConcurrentHashMap<>();

    private record Made(ServiceState from, boolean onlyPassing, List<Endpoint> endpoints) {}

    /**
     * @param servers names of the servers' nodes
     * @param onlyPassing whether instances in warning are left out too
     * @param prepared executes prepared queries
     */
    DnsDirectory(
            Published published,
            Supplier<List<String>> servers,
            boolean onlyPassing,
            Function<String, Prepared> prepared) {
        this.published = published;
        this.servers = servers;
        this.prepared = prepared;
        this.onlyPassing = onlyPassing;
    }

    void onlyPassing(boolean changed) {
        onlyPassing = changed;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // states are immutable: the same object is the same state
    public Optional<List<Endpoint>> service(String name) {
        var key = Key.fold(name);
        var state = published.current().catalog().services().get(key);
        if (state == null) {
            made.remove(key);
            return Optional.empty();
        }
        var known = made.get(key);
        if (known == null || known.from() != state || known.onlyPassing() != onlyPassing) {
            known = new Made(state, onlyPassing, endpoints(state, onlyPassing));
            made.put(key, known);
        }
        return Optional.of(known.endpoints());
    }

    private static List<Endpoint> endpoints(ServiceState state, boolean onlyPassing) {
        var endpoints = new ArrayList<Endpoint>(state.instances().size());
        for (var instance : state.instances()) {
            var warning = instance.hasCheck("warning");
            if (!instance.hasCheck("critical") && !(warning && onlyPassing)) {
                endpoints.add(endpoint(instance, warning));
            }
        }
        return List.copyOf(endpoints);
    }

    @Override
    public Prepared prepared(String query) {
        return prepared.apply(query);
    }

    /** An instance with the weight that its checks give it. */
    static Endpoint endpoint(ServiceInstance instance) {
        return endpoint(instance, instance.hasCheck("warning"));
    }

    private static Endpoint endpoint(ServiceInstance instance, boolean warning) {
        var service = instance.service().value();
        var weight = warning ? service.warningWeight() : service.passingWeight();
        return new Endpoint(host(instance.node()), service.address(), service.port(), service.tags(), weight);
    }

    @Override
    public Optional<Host> node(String name) {
        var node = published.current().catalog().node(name);
        return node == null ? Optional.empty() : hosts(node).findFirst();
    }

    @Override
    public List<Host> nodesAt(String address) {
        return published.current().catalog().nodes().values().stream()
                .flatMap(DnsDirectory::hosts)
                .filter(host -> host.address().equals(address))
                .toList();
    }

    @Override
    public List<Host> servers() {
        return servers.get().stream().flatMap(name -> node(name).stream()).toList();
    }

    private static Stream<Host> hosts(NodeState node) {
        return node.node() == null ? Stream.empty() : Stream.of(host(node.node()));
    }

    private static Host host(Stored<Value.Node> stored) {
        var node = stored.value();
        return new Host(node.name(), node.address(), new TreeMap<>(Objects.requireNonNullElse(node.meta(), Map.of())));
    }
}
