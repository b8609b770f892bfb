package engine.telemetry;

import engine.metrics.Metrics;
import engine.state.Published;
import java.util.List;
import java.util.function.DoubleSupplier;

/** Gauges of the state that a server has. */
final class StateGauges {
    private static final List<String> STATUSES = List.of("passing", "warning", "critical");

    private StateGauges() {}

    static void begin(Published published, String datacenter) {
        var counts = new StateCounts(published);
        DoubleSupplier nodes = () -> published.current().catalog().nodes().size();
        DoubleSupplier services = () -> published.current().catalog().services().size();
        DoubleSupplier keys = () -> published.current().kv().entries().size();
        Metrics.NODES.reads(nodes);
        Metrics.SERVICE_NAMES.reads(services);
        Metrics.KEYS.reads(keys);
        Metrics.SESSIONS.reads(() -> published.current().sessions().entries().size());
        Metrics.EVENTS.reads(() -> published.current().events().list().size());
        for (var status : STATUSES) {
            Metrics.INSTANCES.with(status).reads(() -> counts.now().instances().getOrDefault(status, 0));
            Metrics.CATALOG_CHECKS
                    .with(status)
                    .reads(() -> counts.now().checks().getOrDefault(status, 0));
        }
        consuls("consul.state.nodes", "Nodes", datacenter, nodes);
        consuls("consul.state.services", "Services by name", datacenter, services);
        consuls(
                "consul.state.service_instances",
                "Instances of services",
                datacenter,
                () -> counts.now().instances().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum());
        consuls("consul.state.kv_entries", "Keys", datacenter, keys);
        Metrics.ALL
                .gauge("consul.session_ttl.active", "Sessions with a TTL")
                .reads(() -> counts.now().expiring());
    }

    private static void consuls(String name, String help, String datacenter, DoubleSupplier reading) {
        Metrics.ALL.gauges(name, help, "datacenter").with(datacenter).reads(reading);
    }
}
