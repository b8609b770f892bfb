package engine.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A plain list of everything, and each answer worked out anew from it: what {@link CatalogView} must agree with. */
final class NaiveCatalog {
    private final Map<Key, Stored<? extends Value>> entries = new LinkedHashMap<>();

    void apply(Change change, long at) {
        var entry = change.entry();
        if (entry.value() == null) {
            entries.remove(change.key());
        } else {
            entries.put(change.key(), new Stored<>(entry.value(), entry.createIndex(), entry.modifyIndex(), at));
        }
    }

    @SuppressWarnings("unchecked") // the value is looked at first
    private <V extends Value> List<Stored<V>> all(Class<V> kind, Comparator<V> order) {
        var all = new ArrayList<Stored<V>>();
        for (var stored : entries.values()) {
            if (kind.isInstance(stored.value())) {
                all.add((Stored<V>) stored);
            }
        }
        all.sort((a, b) -> order.compare(a.value(), b.value()));
        return all;
    }

    List<Stored<Value.Node>> nodes() {
        return all(Value.Node.class, Comparator.comparing(n -> Key.fold(n.name())));
    }

    @Nullable
    Stored<Value.Node> node(String name) {
        return nodes().stream()
                .filter(n -> same(n.value().name(), name))
                .findFirst()
                .orElse(null);
    }

    List<Stored<Value.Service>> servicesOf(String node) {
        return all(Value.Service.class, Comparator.comparing(s -> Key.fold(s.id()))).stream()
                .filter(s -> same(s.value().node(), node))
                .toList();
    }

    List<Stored<Value.Check>> checksOf(String node) {
        return all(Value.Check.class, Comparator.comparing(c -> Key.fold(c.id()))).stream()
                .filter(c -> same(c.value().node(), node))
                .toList();
    }

    /** With the checks that decide about them. */
    List<ServiceInstance> instances(String service) {
        return withAllChecks(service).stream()
                .map(instance -> new ServiceInstance(
                        instance.node(),
                        instance.service(),
                        instance.checks().stream()
                                .filter(check ->
                                        counts(check.value(), instance.service().value()))
                                .toList()))
                .toList();
    }

    private static boolean counts(Value.Check check, Value.Service service) {
        var wanted = service.nodeChecks();
        var unwanted = check.serviceId().isEmpty()
                && wanted != null
                && wanted.stream().noneMatch(id -> id.equalsIgnoreCase(check.id()));
        return check.routing() && !unwanted;
    }

    private List<ServiceInstance> withAllChecks(String service) {
        var instances = new ArrayList<ServiceInstance>();
        for (var node : nodes()) {
            var checks = checksOf(node.value().name());
            for (var stored : servicesOf(node.value().name())) {
                if (same(stored.value().name(), service)) {
                    var deciding = new ArrayList<>(checks.stream()
                            .filter(c -> c.value().serviceId().isEmpty())
                            .toList());
                    checks.stream()
                            .filter(c -> !c.value().serviceId().isEmpty()
                                    && same(
                                            c.value().serviceId(),
                                            stored.value().id()))
                            .forEach(deciding::add);
                    instances.add(new ServiceInstance(node, stored, deciding));
                }
            }
        }
        return instances;
    }

    /** What each index stands for: it has to move when this does and at no other time. */
    Map<String, Object> contents(Set<String> nodes, Set<String> services) {
        var contents = new LinkedHashMap<String, Object>();
        contents.put("nodesAt", nodes());
        contents.put("servicesAt", servicesAndTags());
        contents.put(
                "checksAt",
                nodes().stream()
                        .collect(
                                Collectors.toMap(n -> n, n -> checksOf(n.value().name())))
                        .values()
                        .stream()
                        .flatMap(List::stream)
                        .collect(Collectors.toSet()));
        for (var name : nodes) {
            var node = node(name);
            contents.put("nodeAt " + name, node == null ? "none" : List.of(node, servicesOf(name)));
            contents.put("nodeChecksAt " + name, node == null ? "none" : checksOf(name));
        }
        for (var name : services) {
            var instances = withAllChecks(name);
            contents.put("healthAt " + name, instances);
            contents.put(
                    "instancesAt " + name,
                    instances.stream()
                            .map(i -> new ServiceInstance(i.node(), i.service(), List.of()))
                            .toList());
        }
        return contents;
    }

    /** As the view has them. */
    static Map<String, Long> indexes(CatalogView view, Set<String> nodes, Set<String> services) {
        var indexes = new LinkedHashMap<String, Long>();
        indexes.put("nodesAt", view.nodesAt());
        indexes.put("servicesAt", view.servicesAt());
        indexes.put("checksAt", view.checksAt());
        for (var name : nodes) {
            indexes.put("nodeAt " + name, view.nodeAt(name));
            indexes.put("nodeChecksAt " + name, view.nodeChecksAt(name));
        }
        for (var name : services) {
            indexes.put("healthAt " + name, view.service(name).healthAt());
            indexes.put("instancesAt " + name, view.service(name).instancesAt());
        }
        return indexes;
    }

    private Map<String, Set<String>> servicesAndTags() {
        var tags = new TreeMap<String, Set<String>>();
        for (var node : nodes()) {
            for (var service : servicesOf(node.value().name())) {
                tags.computeIfAbsent(service.value().name(), _ -> new TreeSet<>())
                        .addAll(service.value().tags());
            }
        }
        return tags;
    }

    private static boolean same(String one, String other) {
        return Objects.equals(Key.fold(one), Key.fold(other));
    }
}
