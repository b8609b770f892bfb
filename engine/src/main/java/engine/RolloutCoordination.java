package engine;

import engine.events.Coordination;
import engine.events.Event;
import engine.events.LamportClock;
import engine.events.Observation;
import engine.events.RolloutCoordinator;
import engine.events.RolloutRecord;
import engine.kv.Operation;
import engine.kv.Origin;
import engine.kv.Outcome;
import engine.proposal.Proposals;
import engine.state.Change;
import engine.state.Key;
import engine.state.Op;
import engine.state.Published;
import engine.state.Snapshot;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What the coordinator of rollouts works on: documents in the log, events and checks in the state.
 *
 * @param writer writes events into the state
 */
record RolloutCoordination(
        Published published,
        KeptRollouts rollouts,
        Members members,
        Proposals proposals,
        BooleanSupplier leading,
        LamportClock lamport,
        Function<List<Op>, CompletionStage<Boolean>> writer)
        implements Coordination {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Origin ORIGIN = new Origin("");

    @Override
    public boolean leads() {
        return leading.getAsBoolean();
    }

    @Override
    public Collection<Kept> kept() {
        return rollouts.all();
    }

    @Override
    public CompletionStage<Boolean> replace(Kept kept, Optional<RolloutRecord> next) {
        return proposals
                .submit(keep(kept.record().rollout().id(), next, kept.version()), ORIGIN, LIMIT, Optional.empty())
                .thenApply(outcome -> {
                    var held = outcome instanceof Outcome.Done(var done, var _) && done;
                    next.map(RolloutRecord::rollout)
                            .filter(after -> held && after.over())
                            .ifPresent(AuditLog::ended);
                    return held;
                });
    }

    /** @param version of what it replaces; 0 for a new one */
    static Operation keep(String id, Optional<RolloutRecord> record, long version) {
        return new Operation.KeepDocument(
                RolloutCodec.PREFIX + id, record.map(RolloutCodec::encode).orElse(null), version);
    }

    @Override
    public boolean isKnown(String eventId) {
        return published.current().events().event(eventId) != null;
    }

    @Override
    public CompletionStage<Done> fire(Event event) {
        return writer.apply(List.of(new Op.Put(new Key.Event(event.id()), EventValues.value(event))))
                .thenApply(_ -> Done.getInstance());
    }

    @Override
    public long lamportTime() {
        return lamport.next();
    }

    @Override
    public Observation seen() {
        return new RolloutSight(published.current(), members);
    }

    /** Tells the coordinator of changes that a rollout may wait for. */
    record Watch(KeptRollouts rollouts, BooleanSupplier leading, ActorRef<RolloutCoordinator.Command> coordinator)
            implements Published.Listener {
        @Override
        public void published(Snapshot before, Snapshot after, List<Change> changes) {
            if (leading.getAsBoolean() && rollouts.any()) {
                coordinator.tell(RolloutCoordinator.Look.INSTANCE);
            }
        }
    }
}
