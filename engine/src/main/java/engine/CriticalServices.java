package engine;

import engine.state.CatalogView;
import engine.state.Key;
import engine.state.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The services of the catalog one of whose checks has been critical for so long that they are to be deregistered. Only for what no
 * agent does that: an agent tells the catalog no such time. Not thread-safe.
 */
final class CriticalServices {
    /** Where the check was critical before this server looked for the first time, somebody may still say that it is well again. */
    static final Duration SECOND_CHANCE = Duration.ofMinutes(1);

    private final Map<Key.Check, Instant> seen = new HashMap<>();

    /** Those that are to go now; called now and then. */
    List<Key.Service> expired(CatalogView catalog, Instant now) {
        var critical = new HashMap<Key.Check, Value.Check>();
        for (var node : catalog.nodes().values()) {
            for (var stored : node.checks().values()) {
                var check = stored.value();
                if (!check.deregisterAfter().isZero()
                        && !check.serviceId().isEmpty()
                        && check.status().equals("critical")) {
                    critical.put(new Key.Check(check.node(), check.id()), check);
                }
            }
        }
        seen.keySet().retainAll(critical.keySet());
        var gone = new ArrayList<Key.Service>();
        critical.forEach((key, check) -> {
            var first = Optional.ofNullable(seen.putIfAbsent(key, now)).orElse(now);
            var after = check.deregisterAfter();
            var chance = after.compareTo(SECOND_CHANCE) < 0 ? after : SECOND_CHANCE;
            if (!now.isBefore(check.since().plus(after)) && !now.isBefore(first.plus(chance))) {
                gone.add(new Key.Service(check.node(), check.serviceId()));
            }
        });
        return gone;
    }
}
