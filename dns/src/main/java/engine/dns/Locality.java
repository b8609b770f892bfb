package engine.dns;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The labels between the kind of a name and the domain: which datacenter, namespace and partition is meant. */
final class Locality {
    /** There are no namespaces and partitions but this one. */
    private static final String ONLY = "default";

    private Locality() {}

    /**
     * Whether this datacenter is meant: by no label, by {@code <dc>}, or by pairs in any order, of which each kind comes
     * once: {@code default.ns}, {@code default.ap}, {@code <dc>.dc}.
     */
    static boolean isHere(List<String> labels, String datacenter) {
        if (labels.size() == 1) {
            return labels.getFirst().equalsIgnoreCase(datacenter);
        }
        Set<String> kinds = new HashSet<>();
        for (int i = 0; i + 1 < labels.size(); i += 2) {
            String kind = labels.get(i + 1).toLowerCase(Locale.ROOT);
            String wanted = switch (kind) {
                case "dc" -> datacenter;
                case "ns", "ap" -> ONLY;
                default -> "";
            };
            if (!labels.get(i).equalsIgnoreCase(wanted) || !kinds.add(kind)) {
                return false;
            }
        }
        return labels.size() % 2 == 0;
    }
}
