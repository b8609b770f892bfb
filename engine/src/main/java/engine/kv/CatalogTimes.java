package engine.kv;

import engine.state.PersistentSortedMap;
import java.util.List;

/**
 * When transactions wrote into the catalog, which is not in this state: by it is seen whether what another one was decided by still
 * holds. Bounded: of too many nodes all are forgotten at once.
 *
 * @param nodes for each the batch of the last transaction that wrote something of it
 * @param floor what was decided before this batch may rest on what is forgotten
 */
public record CatalogTimes(PersistentSortedMap<Long> nodes, long floor) {
    static final CatalogTimes NONE = new CatalogTimes(PersistentSortedMap.empty(), 0);
    /** So many nodes are known at most. */
    static final int MOST = 4_096;

    /** Whether a transaction has written, or may have, what another one was decided by. */
    boolean changedSince(Basis basis) {
        if (basis.nodes().isEmpty()) {
            return false;
        }
        return basis.batches() < floor
                || basis.nodes().stream().anyMatch(node -> {
                    var written = nodes.get(node);
                    return written != null && written > basis.batches();
                });
    }

    /** After a transaction in a batch that wrote something of these nodes. */
    CatalogTimes with(List<String> written, long batch) {
        var next = nodes;
        for (var node : written) {
            next = next.put(node, batch);
        }
        return next.size() > MOST
                ? new CatalogTimes(PersistentSortedMap.empty(), batch)
                : new CatalogTimes(next, floor);
    }
}
