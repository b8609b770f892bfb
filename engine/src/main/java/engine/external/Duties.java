package engine.external;

import engine.state.CatalogView;
import engine.state.Key;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * All checks of nodes without an agent, and who probes them.
 *
 * @param probers those that are alive
 * @param checks in order of their nodes and ids
 */
public record Duties(List<Prober> probers, List<Duty> checks) {

    /**
     * A check and its prober.
     *
     * @param prober folded name of its node; empty where nobody probes it
     */
    public record Duty(ExternalCheck check, Optional<String> prober) {}

    /**
     * Divides the checks of a catalog. Checks that run a program go to probers that allow it, if there are any.
     *
     * @param agents tells, of a folded name, nodes on which there is an agent, which looks after them itself
     */
    public static Duties of(CatalogView catalog, List<Prober> probers, Predicate<String> agents) {
        var checks = new ArrayList<ExternalCheck>();
        for (var state : catalog.nodes().values()) {
            var node = state.node();
            if (node != null && !agents.test(Key.fold(node.value().name()))) {
                checks.addAll(ExternalCheck.of(state));
            }
        }
        return of(checks, probers);
    }

    static Duties of(List<ExternalCheck> checks, List<Prober> probers) {
        var byProgram = checks.stream().collect(Collectors.partitioningBy(ExternalCheck::runsProgram));
        var allowing = probers.stream().filter(Prober::scripts).toList();
        Map<Key.Check, String> assigned = new HashMap<>();
        assigned.putAll(assigned(byProgram.getOrDefault(false, List.of()), probers));
        assigned.putAll(assigned(byProgram.getOrDefault(true, List.of()), allowing.isEmpty() ? probers : allowing));
        return new Duties(
                probers,
                checks.stream()
                        .map(check -> new Duty(check, Optional.ofNullable(assigned.get(check.key()))))
                        .toList());
    }

    private static Map<Key.Check, String> assigned(List<ExternalCheck> checks, List<Prober> probers) {
        return Assignment.of(
                checks.stream().map(ExternalCheck::key).toList(),
                probers.stream().map(Prober::name).toList());
    }

    /** A check; empty for one that is not of these. */
    public Optional<Duty> find(String node, String id) {
        var key = new Key.Check(node, id);
        return checks.stream().filter(duty -> duty.check().key().equals(key)).findFirst();
    }

    /** A text that differs where lists do. */
    public static String version(List<Duty> checks) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            checks.forEach(check -> digest.update(check.toString().getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
