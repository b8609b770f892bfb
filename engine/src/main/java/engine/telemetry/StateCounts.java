package engine.telemetry;

import engine.state.Published;
import engine.state.ServiceInstance;
import engine.state.Snapshot;
import java.util.HashMap;
import java.util.Map;

/** How much there is in a picture of the state, counted once for each picture that is asked about. */
final class StateCounts {
    private final Published published;
    private volatile Counted last;

    /**
     * Of one picture.
     *
     * @param of the picture
     * @param instances of services by their state
     * @param checks by theirs
     * @param expiring sessions with a TTL
     */
    record Counted(Snapshot of, Map<String, Integer> instances, Map<String, Integer> checks, int expiring) {}

    StateCounts(Published published) {
        this.published = published;
        this.last = count(published.current());
    }

    Counted now() {
        var current = published.current();
        var known = last;
        if (known.of().index() != current.index()) {
            known = count(current);
            last = known;
        }
        return known;
    }

    private static Counted count(Snapshot state) {
        var instances = new HashMap<String, Integer>();
        var checks = new HashMap<String, Integer>();
        state.catalog().services().stream()
                .flatMap(service -> service.getValue().instances().stream())
                .forEach(instance -> instances.merge(status(instance), 1, Integer::sum));
        state.catalog().nodes().stream()
                .filter(node -> node.getValue().node() != null)
                .flatMap(node -> node.getValue().checks().stream())
                .forEach(check -> checks.merge(check.getValue().value().status(), 1, Integer::sum));
        var expiring = state.sessions().entries().stream()
                .filter(session -> !session.getValue().value().ttl().isEmpty())
                .count();
        return new Counted(state, instances, checks, (int) expiring);
    }

    private static String status(ServiceInstance instance) {
        return instance.hasCheck("critical") ? "critical" : instance.hasCheck("warning") ? "warning" : "passing";
    }
}
