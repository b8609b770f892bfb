package engine;

import engine.cluster.LivenessWatch;
import engine.events.Observation;
import engine.events.Run;
import engine.state.EventState;
import engine.state.Key;
import engine.state.Snapshot;
import engine.state.Value;
import java.time.Instant;
import java.util.Optional;

/** What is known of the nodes of rollouts in one picture of the state. */
record RolloutSight(Snapshot snapshot, Members members) implements Observation {
    private static final String PASSING = "passing";

    @Override
    public boolean alive(String node) {
        return members.find(node).map(members::alive).orElse(false);
    }

    /**
     * By all checks of the node and of its services but those that are only shown, and the one on whether its agent is alive, which is
     * asked for itself.
     */
    @Override
    public Optional<Instant> passingSince(String node) {
        var state = snapshot.catalog().node(node);
        if (state == null) {
            return Optional.empty();
        }
        var since = Instant.EPOCH;
        for (var stored : state.checks().values()) {
            var check = stored.value();
            if (Key.fold(check.id()).equals(Key.fold(LivenessWatch.CHECK)) || !check.routing()) {
                continue;
            }
            if (!check.status().equals(PASSING)) {
                return Optional.empty();
            }
            since = check.since().isAfter(since) ? check.since() : since;
        }
        return Optional.of(since);
    }

    @Override
    public Outcome outcome(String node, String eventId) {
        var state = snapshot.events().event(eventId);
        var receipt = state == null ? null : state.receipts().get(Key.fold(node));
        if (state == null || receipt == null) {
            return new Outcome.Pending();
        }
        return receipt.triggers() == 0 ? new Outcome.Unmatched(receipt.reason()) : outcome(state, receipt);
    }

    private static Outcome outcome(EventState state, Value.Receipt receipt) {
        var runs = state.runs().values().stream()
                .filter(run -> Key.fold(run.node()).equals(Key.fold(receipt.node())))
                .toList();
        if (runs.size() < receipt.triggers() || !runs.stream().allMatch(Value.Run::ended)) {
            return new Outcome.Pending();
        }
        return runs.stream()
                .filter(run -> !Run.Status.isWell(run.status()))
                .findFirst()
                .<Outcome>map(
                        run -> new Outcome.Failed("%s %s: %s".formatted(run.trigger(), run.status(), run.reason())))
                .orElseGet(Outcome.Succeeded::new);
    }
}
