package engine.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The user events as one immutable picture.
 *
 * @param batches the receipts that lie together in entries, by the text of their keys; each is among those of its event too
 * @param order ids under a text that sorts them by Lamport time, then id: the same order on every node
 * @param bytes about what the events that are there take with all that came of them
 * @param listAt this node's index when an event last came or went
 * @param changedAt likewise, or when anything came of one
 */
public record EventView(
        PersistentMap<EventState> events,
        PersistentSortedMap<String> order,
        PersistentSortedMap<Value.Receipts> batches,
        long bytes,
        long listAt,
        long changedAt) {

    static EventView startingAt(long index) {
        return new EventView(
                PersistentMap.empty(), PersistentSortedMap.empty(), PersistentSortedMap.empty(), 0, index, index);
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
        batchesOf(keys);
        return keys;
    }

    /** Adds the batches all of whose events are among {@code keys}, or were forgotten before, with which their keys begin. */
    private void batchesOf(List<Key> keys) {
        var going = new HashSet<String>();
        keys.forEach(key -> {
            if (key instanceof Key.Event(var id)) {
                going.add(id);
            }
        });
        if (going.isEmpty()) {
            return;
        }
        var newest = Collections.max(going);
        batches.stream()
                .map(Map.Entry::getValue)
                .takeWhile(batch -> batch.newest().compareTo(newest) <= 0)
                .filter(batch -> batch.receipts().stream()
                        .allMatch(receipt -> going.contains(receipt.eventId()) || event(receipt.eventId()) == null))
                .forEach(batch -> keys.add(batch.key()));
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
                    batches,
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
                events.put(id, state),
                less.put(position(event), id),
                batches,
                bytes - counted(known) + counted(state),
                at,
                at);
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

    /** With the receipts of a batch; without it ({@code batch} null) those stay of which the event does. */
    EventView withReceipts(Key.Receipts key, Value.@Nullable Receipts batch, long at) {
        var known = batches.get(key.text());
        if (batch == null) {
            return known == null ? this : without(key, known, at);
        }
        var view = new EventView(events, order, batches.put(key.text(), batch), bytes, listAt, changedAt);
        for (var from = 0; from < batch.receipts().size(); ) {
            var id = batch.receipts().get(from).eventId();
            var to = from + 1;
            while (to < batch.receipts().size()
                    && batch.receipts().get(to).eventId().equals(id)) {
                to++;
            }
            view = view.withReceipts(id, batch.receipts().subList(from, to), at);
            from = to;
        }
        return view;
    }

    /** With receipts of one event; what is known already moves no index. */
    private EventView withReceipts(String id, List<Value.Receipt> told, long at) {
        var known = stateOf(id);
        var receipts = known.receipts();
        var more = 0L;
        var news = false;
        for (var receipt : told) {
            var node = Key.fold(receipt.node());
            var before = receipts.get(node);
            if (!receipt.equals(before)) {
                receipts = receipts.put(node, receipt);
                more += EventBytes.of(receipt) - EventBytes.of(before);
                news = true;
            }
        }
        return news
                ? with(id, known, new EventState(known.event(), receipts, known.runs(), known.bytes() + more, at))
                : this;
    }

    private EventView without(Key.Receipts key, Value.Receipts batch, long at) {
        var view = new EventView(events, order, batches.remove(key.text()), bytes, listAt, changedAt);
        for (var receipt : batch.receipts()) {
            if (event(receipt.eventId()) == null) {
                view = view.withReceipt(receipt.eventId(), Key.fold(receipt.node()), null, at);
            }
        }
        return view;
    }

    /** The events that a batch says something of; none of a batch that is not there. */
    public Set<String> eventsOf(Key.Receipts key) {
        var batch = batches.get(key.text());
        return batch == null
                ? Set.of()
                : batch.receipts().stream().map(Value.Receipt::eventId).collect(Collectors.toSet());
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
                batches,
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
