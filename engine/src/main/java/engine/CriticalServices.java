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
 * agent does that: an agent tells the catalog no such time. What counts is the time during which this server itself has looked and
 * found it so; no clock that can be set is asked. Not thread-safe.
 */
final class CriticalServices {
    private final long longestStep;
    private final Map<Key.Check, Spell> spells = new HashMap<>();
    private Optional<Long> lastLook = Optional.empty();

    /** @param since when the check says that it turned critical: another time is another spell */
    private record Spell(Instant since, long seen) {}

    /** @param longestStep between two looks no more than this counts, however long this server was held up */
    CriticalServices(Duration longestStep) {
        this.longestStep = longestStep.toNanos();
    }

    /**
     * Those that are to go now; called now and then.
     *
     * @param now nanoseconds of a clock that nobody sets
     */
    List<Key.Service> expired(CatalogView catalog, long now) {
        var step = Math.min(longestStep, now - lastLook.orElse(now));
        lastLook = Optional.of(now);
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
        spells.keySet().retainAll(critical.keySet());
        var gone = new ArrayList<Key.Service>();
        critical.forEach((key, check) -> {
            var before = Optional.ofNullable(spells.get(key))
                    .filter(spell -> spell.since().equals(check.since()));
            var seen = before.map(spell -> spell.seen() + step).orElse(0L);
            spells.put(key, new Spell(check.since(), seen));
            if (seen >= check.deregisterAfter().toNanos()) {
                gone.add(new Key.Service(check.node(), check.serviceId()));
            }
        });
        return gone;
    }
}
