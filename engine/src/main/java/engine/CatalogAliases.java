package engine;

import engine.checks.Aliases;
import engine.checks.CheckSpec;
import engine.checks.Result;
import engine.checks.Status;
import engine.state.Key;
import engine.state.NodeState;
import engine.state.Published;
import engine.state.Value;
import org.jspecify.annotations.Nullable;

/**
 * What alias checks mirror, looked up in the catalog.
 *
 * @param self name of this node, for aliases that name none
 */
record CatalogAliases(String self, Published published) implements Aliases {

    @Override
    public Result of(CheckSpec.Alias target) {
        var name = target.node().isEmpty() ? self : target.node();
        var node = published.current().catalog().node(name);
        if (node == null) {
            return new Result(Status.CRITICAL, "Node " + name + " is not registered");
        }
        if (!target.service().isEmpty() && node.services().get(Key.fold(target.service())) == null) {
            return new Result(Status.CRITICAL, "Service " + target.service() + " could not be found on node " + name);
        }
        var worst = worst(node, target.service());
        return worst == null || worst.status().equals("passing")
                ? new Result(Status.PASSING, "All checks passing.")
                : new Result(
                        Status.parse(worst.status()).orElse(Status.CRITICAL),
                        "Aliased check \"%s\" %s: %s".formatted(worst.name(), worst.status(), worst.output()));
    }

    /**
     * Aliases themselves do not count, nor what is only shown: two that point at each other would never let go. That its node is in maintenance counts for a
     * service too.
     */
    private static Value.@Nullable Check worst(NodeState node, String service) {
        Value.Check worst = null;
        for (var stored : node.checks().values()) {
            var check = stored.value();
            var counts =
                    (check.type().equals("maintenance") && check.serviceId().isEmpty())
                            || (check.serviceId().equalsIgnoreCase(service)
                                    && !check.type().equals("alias"));
            if (counts && check.routing() && (worst == null || severity(check) > severity(worst))) {
                worst = check;
            }
        }
        return worst;
    }

    private static int severity(Value.Check check) {
        return switch (check.status()) {
            case "passing" -> 0;
            case "warning" -> 1;
            default -> 2;
        };
    }
}
