package engine;

import engine.state.CatalogView;
import engine.state.Finding;
import engine.state.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The external nodes that have not been reachable for so long that they are to be forgotten, as consul-esm does. Not thread-safe. */
final class LostNodes {
    /** Where a node was lost before this server looked for the first time, a probe may still say that it is there again. */
    static final Duration SECOND_CHANCE = Duration.ofMinutes(1);

    private final Map<String, Instant> seen = new HashMap<>();

    /** Names of those that are to go now; called now and then. */
    List<String> expired(CatalogView catalog, Duration after, Instant now) {
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
        seen.keySet().retainAll(lost.keySet());
        var gone = new ArrayList<String>();
        lost.forEach((name, since) -> {
            var first = Optional.ofNullable(seen.putIfAbsent(name, now)).orElse(now);
            if (!now.isBefore(since.plus(after)) && !now.isBefore(first.plus(SECOND_CHANCE))) {
                gone.add(name);
            }
        });
        return gone;
    }
}
