package engine;

import engine.dns.Directory;
import engine.http.Coordinates;
import engine.naming.Contact;
import engine.naming.Healthy;
import engine.naming.ReverseIndex;
import engine.state.Key;
import engine.state.NodeState;
import engine.state.Published;
import engine.state.ServiceInstance;
import engine.state.ServiceState;
import engine.state.Value;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The catalog as DNS sees it. */
final class DnsDirectory implements Directory {
    private final Published published;
    private final Supplier<List<String>> servers;
    private final ReverseIndex reverse;
    private final Function<String, Prepared> prepared;
    private final Coordinates coordinates;
    private final Contact contact;
    private volatile Healthy healthy;
    /** What was made of a service, as long as the service stays as it was; holds no service that is gone. */
    private final Map<String, Made> made = new ConcurrentHashMap<>();

    private record Made(ServiceState from, Healthy healthy, List<Endpoint> endpoints) {}

    /**
     * @param servers names of the servers' nodes
     * @param healthy which instances are answered
     * @param prepared executes prepared queries
     * @param coordinates tell what is near
     * @param contact tells how old what is published may be
     */
    DnsDirectory(
            Published published,
            Supplier<List<String>> servers,
            Healthy healthy,
            Function<String, Prepared> prepared,
            Coordinates coordinates,
            Contact contact) {
        this.published = published;
        this.servers = servers;
        this.healthy = healthy;
        this.prepared = prepared;
        this.coordinates = coordinates;
        this.contact = contact;
        this.reverse = new ReverseIndex(published);
    }

    void serve(Healthy changed) {
        healthy = changed;
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
        if (known == null || known.from() != state || known.healthy() != healthy) {
            known = made(state, healthy);
            made.put(key, known);
        }
        return Optional.of(known.endpoints());
    }

    @Override
    public Duration age() {
        return contact.age();
    }

    private static Made made(ServiceState state, Healthy healthy) {
        var endpoints = healthy.of(state).stream().map(DnsDirectory::endpoint).toList();
        return new Made(state, healthy, endpoints);
    }

    @Override
    public Prepared prepared(String query) {
        return prepared.apply(query);
    }

    /** An instance with the weight that its checks give it. */
    static Endpoint endpoint(ServiceInstance instance) {
        var service = instance.service().value();
        var weight = instance.hasCheck("warning") ? service.warningWeight() : service.passingWeight();
        return new Endpoint(
                host(instance.node().value()),
                service.address(),
                service.port(),
                service.tags(),
                weight,
                sorted(service.meta()));
    }

    @Override
    public Optional<Host> node(String name) {
        var node = published.current().catalog().node(name);
        return node == null ? Optional.empty() : hosts(node).findFirst();
    }

    @Override
    public List<Host> nodesAt(String address) {
        return reverse.nodes(address).stream().map(DnsDirectory::host).toList();
    }

    @Override
    public List<String> servicesAt(String address) {
        return reverse.services(address).stream().map(Value.Service::name).toList();
    }

    /** From the node that has the client's address. */
    @Override
    public Optional<ToDoubleFunction<String>> distances(InetAddress client) {
        return nodesAt(client.getHostAddress()).stream()
                .flatMap(node -> coordinates.from(node.name()).stream())
                .findFirst()
                .map(distance -> node -> {
                    var away = distance.applyAsDouble(node);
                    return Double.isInfinite(away) ? Double.NaN : away;
                });
    }

    @Override
    public List<Host> servers() {
        return servers.get().stream().flatMap(name -> node(name).stream()).toList();
    }

    private static Stream<Host> hosts(NodeState node) {
        return node.node() == null ? Stream.empty() : Stream.of(host(node.node().value()));
    }

    private static Host host(Value.Node node) {
        return new Host(node.name(), node.address(), sorted(node.meta()));
    }

    private static SortedMap<String, String> sorted(@Nullable Map<String, String> meta) {
        return meta == null || meta.isEmpty() ? Collections.emptySortedMap() : new TreeMap<>(meta);
    }
}
