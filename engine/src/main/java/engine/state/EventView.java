package engine.state;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The user events as one immutable picture.
 *
 * @param order ids under a text that sorts them by Lamport time, then id: the same order on every node
 * @param listAt this node's index when an event last came or went
 */
public record EventView(PersistentMap<EventState> events, PersistentSortedMap<String> order, long listAt) {

    static EventView startingAt(long index) {
        return new EventView(PersistentMap.empty(), PersistentSortedMap.empty(), index);
    }

    /** An event that is known; null for any other. */
    public @Nullable EventState event(String id) {
        var state = events.get(id);
        return state == null || state.event() == null ? null : state;
    }

    /** All events, oldest first. */
    public List<Value.Event> list() {
        var list = new ArrayList<Value.Event>(order.size());
        for (var id : order.values()) {
            var state = events.get(id);
            if (state != null && state.event() != null) {
                list.add(state.event());
            }
        }
        return list;
    }

    /** The first of all events; null when there is none. */
    Value.@Nullable Event oldest() {
        for (var position : order.firstKeys(1)) {
            var known = events.get(Objects.requireNonNull(order.get(position)));
            return known == null ? null : known.event();
        }
        return null;
    }

    /** What is kept of every event, also of one of which only receipts or runs are known, in {@link Live#ORDER}. */
    Stream<Live> live() {
        var ids = new TreeSet<String>();
        events.forEach(pair -> ids.add(pair.getKey()));
        return ids.stream().flatMap(id -> live(id, Objects.requireNonNull(events.get(id))));
    }

    private static Stream<Live> live(String id, EventState state) {
        var receipts = state.receipts().stream().map(pair -> live(new Key.Receipt(id, pair.getKey()), pair.getValue()));
        var runs = state.runs().values().stream().map(run -> live(new Key.Run(id, run.node(), run.trigger()), run));
        var event = state.event() == null ? Stream.<Live>of() : Stream.of(live(new Key.Event(id), state.event()));
        return Stream.concat(Stream.concat(receipts, runs), event);
    }

    private static Live live(Key key, Value value) {
        return new Live(key, value, 0, 0);
    }

    /**
     * Everything kept of the oldest events, so many that {@code keep} are left, and what came of events that never did and
     * are older than those.
     */
    List<Key> beyond(int keep) {
        var keys = new ArrayList<Key>();
        var going = order.firstKeys(Math.max(0, order.size() - keep));
        if (!going.isEmpty()) {
            orphans(Objects.requireNonNull(order.get(going.getLast())), keys);
        }
        for (var position : going) {
            var id = Objects.requireNonNull(order.get(position));
            keys.add(new Key.Event(id));
            var state = Objects.requireNonNullElse(events.get(id), EventState.UNKNOWN);
            state.receipts().values().forEach(r -> keys.add(new Key.Receipt(id, r.node())));
            state.runs().values().forEach(r -> keys.add(new Key.Run(id, r.node(), r.trigger())));
        }
        return keys;
    }

    private void orphans(String upTo, List<Key> keys) {
        for (var pair : events) {
            var id = pair.getKey();
            var state = pair.getValue();
            if (state.event() == null && id.compareTo(upTo) <= 0) {
                state.receipts().values().forEach(r -> keys.add(new Key.Receipt(id, r.node())));
                state.runs().values().forEach(r -> keys.add(new Key.Run(id, r.node(), r.trigger())));
            }
        }
    }

    EventView withEvent(String id, Value.@Nullable Event event, long at) {
        var known = stateOf(id);
        var order1 = known.event() == null ? order : order.remove(position(known.event()));
        if (event == null) {
            return new EventView(events.remove(id), order1, known.event() == null ? listAt : at);
        }
        var state = new EventState(event, known.receipts(), known.runs(), at);
        return new EventView(events.put(id, state), order1.put(position(event), id), at);
    }

    /** With the receipt of a node, or ({@code receipt} null) without. */
    EventView withReceipt(String id, String node, Value.@Nullable Receipt receipt, long at) {
        var known = stateOf(id);
        var receipts = receipt == null
                ? known.receipts().remove(node)
                : known.receipts().put(node, receipt);
        return with(id, new EventState(known.event(), receipts, known.runs(), at));
    }

    /** With a run, or ({@code run} null) without. */
    EventView withRun(String id, String node, String trigger, Value.@Nullable Run run, long at) {
        var known = stateOf(id);
        var key = node + '\0' + trigger;
        var runs = run == null ? known.runs().remove(key) : known.runs().put(key, run);
        return with(id, new EventState(known.event(), known.receipts(), runs, at));
    }

    private EventView with(String id, EventState state) {
        return new EventView(state.isEmpty() ? events.remove(id) : events.put(id, state), order, listAt);
    }

    private EventState stateOf(String id) {
        return Objects.requireNonNullElse(events.get(id), EventState.UNKNOWN);
    }

    static String position(Value.Event event) {
        return HexFormat.of().toHexDigits(event.lamportTime()) + event.id();
    }
}
