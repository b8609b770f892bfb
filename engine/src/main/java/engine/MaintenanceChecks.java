package engine;

import engine.http.Maintenances.Kept;
import engine.local.Maintenance;
import engine.state.CatalogView;
import engine.state.Key;
import engine.state.NodeState;
import engine.state.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The checks that follow from maintenance kept in the datacenter: critical as long as it is. */
final class MaintenanceChecks {
    private static final String NODE = Maintenance.NODE_CHECK + ":datacenter";
    private static final String SERVICE = Maintenance.serviceCheck("datacenter:");

    private MaintenanceChecks() {}

    /** Whether servers make the check of this id themselves, which is no node's own. */
    static boolean isOne(String checkId) {
        var id = Key.fold(checkId);
        return id.equals(NODE) || id.startsWith(SERVICE);
    }

    /** All of them, by key. What is kept of a single instance goes before what is kept of its service. */
    static Map<Key.Check, Value.Check> of(List<Kept> all, CatalogView catalog) {
        var checks = new LinkedHashMap<Key.Check, Value.Check>();
        for (var kept : all) {
            var target = kept.target();
            if (target.node().isEmpty()) {
                catalog.service(target.service())
                        .instances()
                        .forEach(instance ->
                                put(checks, ofInstance(instance.service().value(), kept), false));
                continue;
            }
            var state = catalog.node(target.node());
            var service = state == null ? null : state.services().get(Key.fold(target.serviceId()));
            if (state != null && target.serviceId().isEmpty()) {
                put(checks, ofNode(state, kept), true);
            } else if (service != null) {
                put(checks, ofInstance(service.value(), kept), true);
            }
        }
        return checks;
    }

    private static void put(Map<Key.Check, Value.Check> checks, Value.Check check, boolean first) {
        var key = new Key.Check(check.node(), check.id());
        if (first) {
            checks.put(key, check);
        } else {
            checks.putIfAbsent(key, check);
        }
    }

    private static Value.Check ofNode(NodeState state, Kept kept) {
        var name = state.node() == null
                ? kept.target().node()
                : state.node().value().name();
        return check(name, NODE, "Node Maintenance Mode", kept, "", "", List.of());
    }

    private static Value.Check ofInstance(Value.Service service, Kept kept) {
        return check(
                service.node(),
                SERVICE + service.id(),
                "Service Maintenance Mode",
                kept,
                service.id(),
                service.name(),
                service.tags());
    }

    private static Value.Check check(
            String node, String id, String name, Kept kept, String serviceId, String service, List<String> tags) {
        var output = kept.until().map(until -> "Until " + until).orElse("");
        return new Value.Check(
                node,
                id,
                name,
                "critical",
                kept.reason(),
                output,
                serviceId,
                service,
                tags,
                "maintenance",
                kept.since());
    }
}
