package engine;

import engine.http.Catalog;
import engine.http.Check;
import engine.http.Context;
import engine.http.Indexed;
import engine.http.Instance;
import engine.http.Node;
import engine.state.CatalogView;
import engine.state.Key;
import engine.state.Published;
import engine.state.ServiceInstance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.Done;

/** The catalog as HTTP sees it. */
final class HttpCatalog implements Catalog {
    private final String datacenter;
    private final Published published;
    private final CatalogWrites writes;
    private volatile Indexed<Map<String, Set<String>>> services = new Indexed<>(0, Map.of());

    HttpCatalog(String datacenter, Published published, CatalogWrites writes) {
        this.datacenter = datacenter;
        this.published = published;
        this.writes = writes;
    }

    private CatalogView catalog() {
        return published.current().catalog();
    }

    @Override
    public List<String> datacenters() {
        return List.of(datacenter);
    }

    @Override
    public Indexed<List<Node>> nodes() {
        var catalog = catalog();
        var nodes = new ArrayList<Node>();
        for (var state : catalog.nodes().values()) {
            if (state.node() != null) {
                nodes.add(HttpRecords.node(state.node(), datacenter));
            }
        }
        return new Indexed<>(catalog.nodesAt(), nodes);
    }

    @Override
    public Indexed<Map<String, Set<String>>> services() {
        var catalog = catalog();
        var known = services;
        if (known.index() != catalog.servicesAt()) {
            known = new Indexed<>(catalog.servicesAt(), names(catalog));
            services = known;
        }
        return known;
    }

    private static Map<String, Set<String>> names(CatalogView catalog) {
        var names = new LinkedHashMap<String, Set<String>>();
        for (var state : catalog.services().values()) {
            for (var instance : state.instances()) {
                var service = instance.service().value();
                names.computeIfAbsent(service.name(), _ -> new TreeSet<>()).addAll(service.tags());
            }
        }
        return names;
    }

    @Override
    public Indexed<List<Instance>> service(String name) {
        var state = catalog().service(name);
        return new Indexed<>(state.instancesAt(), map(state.instances(), this::withoutChecks));
    }

    @Override
    public Indexed<List<Instance>> health(String name) {
        var state = catalog().service(name);
        return new Indexed<>(
                state.healthAt(), map(state.instances(), instance -> HttpRecords.instance(instance, datacenter)));
    }

    private Instance withoutChecks(ServiceInstance instance) {
        return new Instance(
                HttpRecords.node(instance.node(), datacenter), HttpRecords.service(instance.service()), List.of());
    }

    @Override
    public Indexed<Optional<NodeServices>> node(String name) {
        var catalog = catalog();
        var state = catalog.node(name);
        var found = state == null
                ? Optional.<NodeServices>empty()
                : Optional.of(new NodeServices(
                        HttpRecords.node(Objects.requireNonNull(state.node()), datacenter),
                        map(state.services().values(), HttpRecords::service)));
        return new Indexed<>(catalog.nodeAt(name), found);
    }

    @Override
    public Indexed<List<Check>> nodeChecks(String node) {
        var catalog = catalog();
        var state = catalog.node(node);
        var checks = state == null ? List.<Check>of() : map(state.checks().values(), HttpRecords::check);
        return new Indexed<>(catalog.nodeChecksAt(node), checks);
    }

    @Override
    public Indexed<List<Check>> serviceChecks(String service) {
        var catalog = catalog();
        var state = catalog.service(service);
        var checks = new ArrayList<Check>();
        for (var instance : state.instances()) {
            var node = catalog.nodes().get(Key.fold(instance.node().value().name()));
            var id = Key.fold(instance.service().value().id());
            if (node != null && !id.isEmpty()) {
                node.checksOf(id).forEach(check -> checks.add(HttpRecords.check(check)));
            }
        }
        return new Indexed<>(state.healthAt(), checks);
    }

    @Override
    public Indexed<List<Check>> checks() {
        var catalog = catalog();
        var checks = new ArrayList<Check>();
        for (var state : catalog.nodes().values()) {
            if (state.node() != null) {
                state.checks().values().forEach(check -> checks.add(HttpRecords.check(check)));
            }
        }
        return new Indexed<>(catalog.checksAt(), checks);
    }

    @Override
    public CompletionStage<Done> register(Map<String, ?> registration, Context context) {
        return writes.register(registration, context);
    }

    @Override
    public CompletionStage<Done> deregister(Map<String, ?> deregistration, Context context) {
        return writes.deregister(deregistration, context);
    }

    private static <A, B> List<B> map(List<A> list, Function<A, B> function) {
        return list.stream().map(function).toList();
    }
}
