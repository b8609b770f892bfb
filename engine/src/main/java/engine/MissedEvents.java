package engine;

import engine.events.EventIds;
import engine.events.RolloutRecord;
import engine.link.FromAgent;
import engine.state.EventView;
import engine.state.Key;
import engine.state.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What an agent that comes back is told of the events. Its last event says too little: events do not reach all servers in the
 * same order, and one that was on its way when a connection broke came nowhere. Its receipts say what it has.
 */
final class MissedEvents {
    /** Told to an agent that does not say how far it knows the events: its list leaves out those that do not concern it. */
    private static final int TOLD = 1_000;
    /** Told again for the same reason, of those before its last one. */
    private static final int AGAIN = 50;

    private MissedEvents() {}

    /** In the order of the log: those after the agent's last one, and all before it that the agent owes a receipt. */
    static List<Value.Event> of(EventView events, FromAgent.Hello hello) {
        var all = events.list();
        var from = from(all, hello.lastEvent());
        var missed = new ArrayList<Value.Event>();
        for (var i = 0; i < all.size(); i++) {
            var event = all.get(i);
            if (!event.restored() && (i >= from || isOwed(event, events, hello))) {
                missed.add(event);
            }
        }
        return missed;
    }

    private static int from(List<Value.Event> all, String lastEvent) {
        for (var i = all.size() - 1; i >= 0; i--) {
            if (all.get(i).id().equals(lastEvent)) {
                return Math.max(0, i - AGAIN);
            }
        }
        return Math.max(0, all.size() - TOLD);
    }

    private static boolean isOwed(Value.Event event, EventView events, FromAgent.Hello hello) {
        var firedAt = EventIds.time(event.id()).orElse(event.firedAt());
        var known = events.event(event.id());
        return !firedAt.isBefore(Instant.ofEpochMilli(hello.since()))
                && known != null
                && known.receipts().get(Key.fold(hello.node())) == null
                && event.cause() == null
                && !RolloutRecord.isForAnother(EventValues.event(event), hello.node());
    }
}
