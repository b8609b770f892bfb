package engine.events;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Nodes that die, come back, and run each event once, as they do; and the clock. */
final class RolloutWorld implements Observation {
    private final Set<String> dead = new HashSet<>();
    /** Since when the checks of a node pass; nothing where they do not. */
    private final Map<String, Optional<Instant>> passing = new HashMap<>();

    private final Set<String> heard = new HashSet<>();

    /** Ids of events that run. */
    private final Set<String> running = new LinkedHashSet<>();

    /** What waits for a dead node to come back. */
    private final Set<Rollout.Fire> missed = new LinkedHashSet<>();

    private final Map<String, Outcome> outcomes = new HashMap<>();
    Instant now = Instant.parse("2030-01-01T00:00:00Z");

    @Override
    public boolean alive(String node) {
        return !dead.contains(node);
    }

    @Override
    public Optional<Instant> passingSince(String node) {
        return passing.getOrDefault(node, Optional.of(Instant.EPOCH));
    }

    @Override
    public Outcome outcome(String node, String eventId) {
        return outcomes.getOrDefault(eventId, new Outcome.Pending());
    }

    void timePasses(Duration time) {
        now = now.plus(time);
    }

    /** An event reaches a node, or will when it is back. A node handles an id once. */
    void fire(Rollout.Fire fire) {
        if (dead.contains(fire.node())) {
            missed.add(fire);
        } else if (heard.add(fire.eventId())) {
            running.add(fire.eventId());
        }
    }

    List<String> running() {
        return List.copyOf(running);
    }

    void ends(String eventId, Outcome outcome) {
        running.remove(eventId);
        outcomes.put(eventId, outcome);
    }

    void dies(String node) {
        dead.add(node);
    }

    void returns(String node) {
        dead.remove(node);
        var due = missed.stream().filter(fire -> fire.node().equals(node)).toList();
        due.forEach(missed::remove);
        due.forEach(this::fire);
    }

    void failsChecks(String node) {
        passing.put(node, Optional.empty());
    }

    void passesChecks(String node) {
        if (passingSince(node).isEmpty()) {
            passing.put(node, Optional.of(now));
        }
    }
}
