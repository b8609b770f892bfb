package engine;

import engine.events.Event;
import engine.events.LamportClock;
import engine.events.LocalNode;
import engine.events.Receipt;
import engine.events.Run;
import engine.events.RunLog;
import engine.events.Triggers;
import engine.state.Change;
import engine.state.EventView;
import engine.state.Key;
import engine.state.Op;
import engine.state.Published;
import engine.state.Snapshot;
import engine.state.Store;
import engine.state.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * Hands user events that become part of the state to this node's triggers.
 *
 * @param elsewhere ids of the events whose filters left this node out when they came, which its list of events does not show
 */
record EventDelivery(ActorRef<Triggers.Command> triggers, LamportClock lamport, LocalNode node, Set<String> elsewhere)
        implements Published.Listener {

    @Override
    public void published(Snapshot before, Snapshot after, List<Change> changes) {
        for (var change : changes) {
            if (change.key() instanceof Key.Event(var id)) {
                if (change.entry().value() instanceof Value.Event value) {
                    deliver(event(value), value.restored());
                } else {
                    elsewhere.remove(id);
                }
            }
        }
    }

    /**
     * Goes on after a restart: events that were there already run nothing, runs that the end of the agent cut off are over.
     *
     * @return what that changes
     */
    List<Op> resume(EventView known, Instant now) {
        var ended = new ArrayList<Op>();
        for (var value : known.list()) {
            var event = event(value);
            lamport.observe(event.lamportTime());
            if (!event.concerns(node)) {
                elsewhere.add(event.id());
            }
            var state = Objects.requireNonNull(known.event(event.id()));
            state.runs().values().stream()
                    .filter(run -> !run.ended() && Key.fold(run.node()).equals(Key.fold(node.name())))
                    .forEach(run -> ended.add(
                            new Op.Put(new Key.Run(run.eventId(), run.node(), run.trigger()), interrupted(run, now))));
        }
        return ended;
    }

    private static Value.Run interrupted(Value.Run run, Instant now) {
        return new Value.Run(
                run.eventId(),
                run.node(),
                run.trigger(),
                Run.Status.INTERRUPTED.text(),
                true,
                run.exitCode(),
                run.output(),
                "the agent ended during the run",
                run.queuedAt(),
                run.startedAt(),
                Optional.of(now));
    }

    private void deliver(Event event, boolean restored) {
        lamport.observe(event.lamportTime());
        if (!event.concerns(node)) {
            elsewhere.add(event.id());
        }
        if (!restored) {
            triggers.tell(new Triggers.Deliver(event));
        }
    }

    private static Event event(Value.Event e) {
        return new Event(
                e.id(),
                e.name(),
                e.payload(),
                e.nodeFilter(),
                e.serviceFilter(),
                e.tagFilter(),
                e.lamportTime(),
                e.firedAt(),
                e.firedBy());
    }

    /** Keeps what this node did about events beside them in the state. */
    record Log(ActorRef<Store.Command> store, ActorSystem<?> system) implements RunLog {

        @Override
        public void received(Receipt receipt) {
            put(
                    new Key.Receipt(receipt.eventId(), receipt.node()),
                    new Value.Receipt(receipt.eventId(), receipt.node(), receipt.triggers(), receipt.reason()));
        }

        @Override
        public void record(Run run) {
            put(
                    new Key.Run(run.eventId(), run.node(), run.trigger()),
                    new Value.Run(
                            run.eventId(),
                            run.node(),
                            run.trigger(),
                            run.status().text(),
                            run.status().ended(),
                            run.exitCode(),
                            run.output(),
                            run.reason(),
                            run.queuedAt(),
                            run.startedAt(),
                            run.endedAt()));
        }

        private void put(Key key, Value value) {
            store.tell(new Store.Write(List.of(new Op.Put(key, value)), system.ignoreRef()));
        }
    }
}
