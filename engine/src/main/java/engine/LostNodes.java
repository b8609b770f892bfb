package engine;

import engine.state.CatalogView;
import engine.state.Finding;
import engine.state.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The external nodes that have not been reachable for so long that they are to be forgotten, as consul-esm does. Not thread-safe. */
final class LostNodes {
    private final Spells<String> spells;

    /** @param longestStep between two looks no more than this counts, however long this server was held up */
    LostNodes(Duration longestStep) {
        this.spells = new Spells<>(longestStep);
    }

    /**
     * Names of those that are to go now; called now and then.
     *
     * @param after seen to be unreachable for so long, a node goes
     * @param now nanoseconds of a clock that nobody sets
     */
    List<String> expired(CatalogView catalog, Duration after, long now) {
        var lost = new HashMap<String, Instant>();
        for (var state : catalog.nodes().values()) {
            var node = state.node();
            var check = state.checks().get(Key.fold(Finding.NODE_CHECK));
            if (node != null
                    && check != null
                    && Finding.is(node.value(), Finding.EXTERNAL_NODE)
                    && Finding.is(node.value(), Finding.EXTERNAL_PROBE)
                    && check.value().status().equals("critical")) {
                lost.put(node.value().name(), check.value().since());
            }
        }
        return spells.look(lost, now).entrySet().stream()
                .filter(seen -> seen.getValue().compareTo(after) >= 0)
                .map(Map.Entry::getKey)
                .toList();
    }
}
