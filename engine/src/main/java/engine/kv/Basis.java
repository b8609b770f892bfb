package engine.kv;

import java.util.List;

/**
 * What the server that proposes a transaction knew of the catalog when it looked at the conditions there.
 *
 * @param batches what {@link State#batches()} was for it
 * @param nodes names of the nodes whose entries it looked at or changes, in order
 */
public record Basis(long batches, List<String> nodes) {
    /** Of a transaction without verbs of the catalog. */
    public static final Basis NONE = new Basis(0, List.of());

    public Basis {
        nodes = List.copyOf(nodes);
        nodes.forEach(Texts::unicode);
        if (batches < 0) {
            throw new IllegalArgumentException("nothing was applied a negative number of times");
        }
    }
}
