package engine.external;

import engine.config.CatalogDefinition;
import engine.state.Finding;
import engine.state.Key;
import engine.state.NodeState;
import engine.state.Stored;
import engine.state.Value;
import engine.text.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A check of a node without an agent, as the catalog has it.
 *
 * @param address of the node
 * @param status passing, warning or critical; empty for a check of reachability that is not there yet
 * @param definition as {@link CatalogDefinition} keeps it; empty for the check that says whether the node is reachable
 * @param modifyIndex of the check; 0 where it is not there yet
 */
public record ExternalCheck(
        String node,
        String address,
        String id,
        String name,
        String serviceId,
        String serviceName,
        String status,
        String output,
        String definition,
        long modifyIndex) {

    private static final Set<String> PROGRAM = Set.of("scriptargs", "args", "script");

    Key.Check key() {
        return new Key.Check(node, id);
    }

    /** Whether it says that the node itself is reachable. */
    boolean isReachability() {
        return isReachability(id);
    }

    private static boolean isReachability(String id) {
        return Key.fold(id).equals(Key.fold(Finding.NODE_CHECK));
    }

    /** Whether a program is to be run for it. */
    boolean runsProgram() {
        return !definition.isEmpty()
                && Json.object(definition).keySet().stream().anyMatch(name -> PROGRAM.contains(canonical(name)));
    }

    private static String canonical(String name) {
        return name.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
    }

    /** The same check with another state. */
    ExternalCheck standing(String now, String said, long index) {
        return new ExternalCheck(node, address, id, name, serviceId, serviceName, now, said, definition, index);
    }

    /** Whether the same is to be probed. */
    boolean probesAs(ExternalCheck other) {
        return definition.equals(other.definition) && address.equals(other.address) && name.equals(other.name);
    }

    /** Those of a node, in order of their ids; none of one that is not registered, or not as an external one. */
    static List<ExternalCheck> of(NodeState state) {
        var stored = state.node();
        if (stored == null || !Finding.is(stored.value(), Finding.EXTERNAL_NODE)) {
            return List.of();
        }
        var node = stored.value();
        var found = new ArrayList<ExternalCheck>();
        for (var check : state.checks().values()) {
            if (!isReachability(check.value().id()) && isProbed(check.value().definition())) {
                found.add(of(node, check));
            }
        }
        if (Finding.is(node, Finding.EXTERNAL_PROBE)) {
            found.add(reachability(node, state.checks().get(Key.fold(Finding.NODE_CHECK))));
        }
        return found;
    }

    /** Whether a definition says what is to be probed, and not only how often. */
    private static boolean isProbed(String definition) {
        return !definition.isEmpty()
                && !CatalogDefinition.DURATIONS.containsAll(
                        Json.object(definition).keySet());
    }

    private static ExternalCheck of(Value.Node node, Stored<Value.Check> stored) {
        var check = stored.value();
        return new ExternalCheck(
                node.name(),
                node.address(),
                check.id(),
                check.name(),
                check.serviceId(),
                check.serviceName(),
                check.status(),
                check.output(),
                check.definition(),
                stored.modifyIndex());
    }

    private static ExternalCheck reachability(Value.Node node, @Nullable Stored<Value.Check> there) {
        return new ExternalCheck(
                node.name(),
                node.address(),
                Finding.NODE_CHECK,
                "External Node Status",
                "",
                "",
                there == null ? "" : there.value().status(),
                there == null ? "" : there.value().output(),
                "",
                there == null ? 0 : there.modifyIndex());
    }
}
