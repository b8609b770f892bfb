package engine;

import engine.state.CatalogView;
import engine.state.Key;
import engine.state.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;

/**
 * The services of the catalog one of whose checks has been critical for so long that they are to be deregistered. Only for what no
 * agent does that: an agent tells the catalog no such time. What counts is the time during which this server itself has looked and
 * found it so; no clock that can be set is asked. Not thread-safe.
 */
final class CriticalServices {
    private final Spells<Key.Check> spells;

    /** @param longestStep between two looks no more than this counts, however long this server was held up */
    CriticalServices(Duration longestStep) {
        this.spells = new Spells<>(longestStep);
    }

    /**
     * Those that are to go now; called now and then.
     *
     * @param now nanoseconds of a clock that nobody sets
     */
    List<Key.Service> expired(CatalogView catalog, long now) {
        var critical = new HashMap<Key.Check, Value.Check>();
        var since = new HashMap<Key.Check, Instant>();
        for (var node : catalog.nodes().values()) {
            for (var stored : node.checks().values()) {
                var check = stored.value();
                if (!check.deregisterAfter().isZero()
                        && !check.serviceId().isEmpty()
                        && check.status().equals("critical")) {
                    var key = new Key.Check(check.node(), check.id());
                    critical.put(key, check);
                    since.put(key, check.since());
                }
            }
        }
        var gone = new ArrayList<Key.Service>();
        spells.look(since, now).forEach((key, seen) -> {
            var check = Objects.requireNonNull(critical.get(key));
            if (seen.compareTo(check.deregisterAfter()) >= 0) {
                gone.add(new Key.Service(check.node(), check.serviceId()));
            }
        });
        return gone;
    }
}
