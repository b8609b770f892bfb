package engine;

import engine.events.Event;
import engine.events.EventIds;
import engine.events.LamportClock;
import engine.events.LocalNode;
import engine.events.RolloutRecord;
import engine.events.Triggers;
import engine.metrics.Metrics;
import engine.state.Change;
import engine.state.EventState;
import engine.state.EventView;
import engine.state.Key;
import engine.state.Op;
import engine.state.Published;
import engine.state.Snapshot;
import engine.state.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Hands user events to this node's triggers: those that become part of the state, or come down the stream of a server.
 *
 * @param ids made here after an event has been seen are greater than its id
 * @param ledger what this node has handled
 * @param elsewhere ids of the events whose filters left this node out when they came, which its list of events does not show
 */
record EventDelivery(
        Consumer<Triggers.Command> triggers,
        ActorRef<RunReports.Command> reports,
        LamportClock lamport,
        EventIds ids,
        EventLedger ledger,
        LocalNode node,
        Set<String> elsewhere)
        implements Published.Listener {

    @Override
    public void published(Snapshot before, Snapshot after, List<Change> changes) {
        for (var change : changes) {
            if (change.key() instanceof Key.Event(var id)) {
                if (change.entry().value() instanceof Value.Event value) {
                    deliver(value);
                } else {
                    elsewhere.remove(id);
                }
            }
        }
    }

    /**
     * Goes on after a restart: what this node did before and the state may not have is reported, runs that were not over are
     * handed to the triggers. Events that came meanwhile are handled, all others run nothing again.
     *
     * @param known what the state has; nothing on a client agent, whose server tells it the events
     */
    void resume(EventView known, Instant now) {
        var reports = new ArrayList<>(ledger.resume(now));
        var events = known.list();
        events.forEach(value -> endLeft(Objects.requireNonNull(known.event(value.id())), now, reports));
        // Before the triggers say what becomes of them: a later report of a run replaces an earlier one.
        this.reports.tell(new RunReports.Report(List.copyOf(reports)));
        var unfinished = ledger.unfinished();
        unfinished.forEach(each -> notice(each.event()));
        triggers.accept(new Triggers.Resume(unfinished));
        for (var value : events) {
            var state = Objects.requireNonNull(known.event(value.id()));
            if (state.receipts().values().stream().anyMatch(receipt -> isHere(receipt.node()))) {
                notice(EventValues.event(value));
            } else {
                deliver(value);
            }
        }
    }

    /** Runs of this node of which its disk says nothing are over. */
    private void endLeft(EventState state, Instant now, List<Op.Put> reports) {
        state.runs().values().stream()
                .filter(run -> !run.ended() && isHere(run.node()))
                .filter(run -> reports.stream().noneMatch(put -> put.key().equals(key(run))))
                .toList()
                .forEach(run -> reports.add(new Op.Put(key(run), EventLedger.interrupted(run, now))));
    }

    private boolean isHere(String name) {
        return Key.fold(name).equals(Key.fold(node.name()));
    }

    private static Key key(Value.Run run) {
        return new Key.Run(run.eventId(), run.node(), run.trigger());
    }

    /** An event has come, perhaps not for the first time. */
    void deliver(Value.Event value) {
        var event = EventValues.event(value);
        notice(event);
        if (event.cause().isPresent()) {
            // What another node saw: this one looks for itself.
            return;
        }
        // One that a restored snapshot brought has had its day.
        if (!RolloutRecord.isForAnother(event, node.name()) && ledger.isNew(value) && !value.restored()) {
            Metrics.EVENTS_RECEIVED.increment();
            triggers.accept(new Triggers.Deliver(event));
        }
    }

    private void notice(Event event) {
        lamport.observe(event.lamportTime());
        ids.observe(event.id());
        if (!event.concerns(node)) {
            elsewhere.add(event.id());
        }
    }
}
