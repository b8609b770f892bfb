package engine.local;

import engine.state.Value;
import java.util.List;
import java.util.Optional;

/** The checks that stand for maintenance: critical as long as they are there. Ids and texts as existing clients expect. */
public final class Maintenance {
    /** Id of the check that puts the node into maintenance. */
    public static final String NODE_CHECK = "_node_maintenance";

    private Maintenance() {}

    /** Id of the check that puts a service into maintenance. */
    public static String serviceCheck(String serviceId) {
        return "_service_maintenance:" + serviceId;
    }

    /** @param reason empty for {@link #reasonOr the usual text} */
    public static LocalCheck ofNode(String node, String reason) {
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

    /**
     * The reason, or where none was given a text that says so.
     *
     * @param what is in maintenance: node or service
     */
    public static String reasonOr(String reason, String what) {
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
