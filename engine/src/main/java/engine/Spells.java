package engine;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * For how long something has been so without a break, as this server itself has seen by looking again and again; no clock that can
 * be set is asked. Not thread-safe.
 */
final class Spells<K> {
    private final long longestStep;
    private final Map<K, Spell> spells = new HashMap<>();
    private Optional<Long> lastLook = Optional.empty();

    private record Spell(Instant since, Duration seen) {}

    /** @param longestStep between two looks no more than this counts, however long this server was held up */
    Spells(Duration longestStep) {
        this.longestStep = longestStep.toNanos();
    }

    /**
     * A look.
     *
     * @param present what is so now, and when it says that it began: another time is another spell
     * @param now nanoseconds of a clock that nobody sets
     * @return for how long each of them has been seen to be so; zero for what is seen for the first time
     */
    Map<K, Duration> look(Map<K, Instant> present, long now) {
        var step = Duration.ofNanos(Math.min(longestStep, now - lastLook.orElse(now)));
        lastLook = Optional.of(now);
        spells.keySet().retainAll(present.keySet());
        var seen = new HashMap<K, Duration>();
        present.forEach((key, since) -> {
            var before = Optional.ofNullable(spells.get(key))
                    .filter(spell -> spell.since().equals(since));
            var lasted = before.map(spell -> spell.seen().plus(step)).orElse(Duration.ZERO);
            spells.put(key, new Spell(since, lasted));
            seen.put(key, lasted);
        });
        return seen;
    }
}
