package engine;

import engine.state.Value;
import java.util.List;
import java.util.Optional;

/** The checks that stand for maintenance: critical as long as they are there. Ids and texts as existing clients expect. */
final class Maintenance {
    static final String NODE_CHECK = "_node_maintenance";

    private Maintenance() {}

    /** Id of the check that puts a service into maintenance. */
    static String serviceCheck(String serviceId) {
        return "_service_maintenance:" + serviceId;
    }

    static LocalCheck ofNode(String node, String reason) {
        return check(node, NODE_CHECK, "Node Maintenance Mode", reasonOr(reason, "node"), "", "", List.of());
    }

    static LocalCheck ofService(String node, LocalService service, String reason) {
        var definition = service.definition();
        return check(
                node,
                serviceCheck(definition.id()),
                "Service Maintenance Mode",
                reasonOr(reason, "service"),
                definition.id(),
                definition.name(),
                definition.tags());
    }

    static String reasonOr(String reason, String what) {
        return !reason.isEmpty()
                ? reason
                : "Maintenance mode is enabled for this " + what
                        + ", but no reason was provided. This is a default message.";
    }

    private static LocalCheck check(
            String node, String id, String name, String notes, String serviceId, String service, List<String> tags) {
        var value = new Value.Check(node, id, name, "critical", notes, "", serviceId, service, tags, "maintenance");
        return new LocalCheck(value, value, Optional.empty(), false);
    }
}
