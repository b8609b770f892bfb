package engine.state;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The user events as one immutable picture.
 *
 * @param order ids under a text that sorts them by Lamport time, then id: the same order on every node
 * @param bytes about what the events that are there take with all that came of them
 * @param listAt this node's index when an event last came or went
 * @param changedAt likewise, or when anything came of one
 */
public record EventView(
        PersistentMap<EventState> events, PersistentSortedMap<String> order, long bytes, long listAt, long changedAt) {

    static EventView startingAt(long index) {
        return new EventView(PersistentMap.empty(), PersistentSortedMap.empty(), 0, index, index);
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

    /** Visits the events from the newest on, as long as {@code visit} says to go on. */
    public void fromNewest(Predicate<EventState> visit) {
        order.fromLast(id -> {
            var state = events.get(id);
            return state == null || state.event() == null || visit.test(state);
        });
    }

    /** How many of the oldest can go for the others to take {@code most} bytes or a little more. */
    int surplus(long most) {
        var left = bytes;
        var going = 0;
        for (var id : order.values()) {
            left -= stateOf(id).bytes();
            if (left < most) {
                break;
            }
            going++;
        }
        return going;
    }

    /** How many of the oldest have ids before {@code since}. */
    int before(String since) {
        var going = 0;
        for (var id : order.values()) {
            if (id.compareTo(since) >= 0) {
                break;
            }
            going++;
        }
        return going;
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
        var less = known.event() == null ? order : order.remove(position(known.event()));
        if (event == null) {
            return new EventView(
                    events.remove(id),
                    less,
                    bytes - counted(known),
                    known.event() == null ? listAt : at,
                    known.isEmpty() ? changedAt : at);
        }
        var state = new EventState(
                event,
                known.receipts(),
                known.runs(),
                known.bytes() + EventBytes.of(event) - EventBytes.of(known.event()),
                at);
        return new EventView(
                events.put(id, state), less.put(position(event), id), bytes - counted(known) + counted(state), at, at);
    }

    /** With the receipt of a node, or ({@code receipt} null) without. */
    EventView withReceipt(String id, String node, Value.@Nullable Receipt receipt, long at) {
        var known = stateOf(id);
        var receipts = receipt == null
                ? known.receipts().remove(node)
                : known.receipts().put(node, receipt);
        var more = EventBytes.of(receipt) - EventBytes.of(known.receipts().get(node));
        return with(id, known, new EventState(known.event(), receipts, known.runs(), known.bytes() + more, at));
    }

    /** With a run, or ({@code run} null) without. */
    EventView withRun(String id, String node, String trigger, Value.@Nullable Run run, long at) {
        var known = stateOf(id);
        var key = node + '\0' + trigger;
        var runs = run == null ? known.runs().remove(key) : known.runs().put(key, run);
        var more = EventBytes.of(run) - EventBytes.of(known.runs().get(key));
        return with(id, known, new EventState(known.event(), known.receipts(), runs, known.bytes() + more, at));
    }

    private EventView with(String id, EventState known, EventState state) {
        return new EventView(
                state.isEmpty() ? events.remove(id) : events.put(id, state),
                order,
                bytes - counted(known) + counted(state),
                listAt,
                state.changedAt());
    }

    /** What came of an event that is not there yet does not make the others go. */
    private static long counted(EventState state) {
        return state.event() == null ? 0 : state.bytes();
    }

    private EventState stateOf(String id) {
        return Objects.requireNonNullElse(events.get(id), EventState.UNKNOWN);
    }

    static String position(Value.Event event) {
        return HexFormat.of().toHexDigits(event.lamportTime()) + event.id();
    }
}
