package engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.apache.pekko.util.ByteString;

class EventViewTest {
    private Snapshot snapshot = Snapshot.startingAt(1);

    @Property(tries = 200)
    void eventsAreInOrderOfLamportTimeThenIdHoweverTheyCame(
            @ForAll @Size(max = 20) List<@LongRange(min = 0, max = 300) Long> times, @ForAll Random random) {
        var events = new ArrayList<Value.Event>();
        for (var time : times) {
            events.add(event("id-" + random.nextInt(1_000_000) + "-" + events.size(), time));
        }
        var sorted = new ArrayList<>(events);
        sorted.sort(Comparator.comparingLong(Value.Event::lamportTime).thenComparing(Value.Event::id));
        Collections.shuffle(events, random);
        var view = Snapshot.startingAt(1);
        for (var event : events) {
            view = view.with(change(new Key.Event(event.id()), event), view.index() + 1);
        }
        assertThat(view.events().list()).isEqualTo(sorted);
    }

    @Example
    void anEventWrittenAgainWithAnotherTimeMovesAndStaysOne() {
        put(event("a", 1), event("b", 2), event("a", 3));
        assertThat(snapshot.events().list()).extracting(Value.Event::id).containsExactly("b", "a");
    }

    @Example
    void beyondGivesEverythingOfTheOldestEvents() {
        put(event("b", 5), event("a", 5), event("c", 6), receipt("a", "N1"), run("a", "N1", "t"), receipt("c", "n1"));
        assertThat(snapshot.events().beyond(3)).isEmpty();
        assertThat(snapshot.events().beyond(2))
                .containsExactlyInAnyOrder(new Key.Event("a"), new Key.Receipt("a", "n1"), new Key.Run("a", "n1", "t"));
        assertThat(snapshot.events().beyond(0)).hasSize(6).contains(new Key.Event("b"));
    }

    @Example
    void receiptsAndRunsMayComeBeforeTheirEvent() {
        put(receipt("a", "n1"), run("a", "n1", "t"));
        assertThat(snapshot.events().event("a")).isNull();
        assertThat(snapshot.events().list()).isEmpty();
        assertThat(snapshot.events().listAt()).isEqualTo(1);

        put(event("a", 1));
        var state = Objects.requireNonNull(snapshot.events().event("a"));
        assertThat(state.receipts().values()).containsExactly((Value.Receipt) receipt("a", "n1"));
        assertThat(state.runs().values()).containsExactly((Value.Run) run("a", "n1", "t"));
        assertThat(state.changedAt()).isEqualTo(snapshot.index());
        assertThat(snapshot.events().listAt()).isEqualTo(snapshot.index());
    }

    @Example
    void aRunWrittenAgainReplacesItself() {
        put(event("a", 1), run("a", "n1", "t"), run("a", "N1", "t"), run("a", "n1", "u"), run("a", "n2", "t"));
        assertThat(Objects.requireNonNull(snapshot.events().event("a")).runs().size())
                .isEqualTo(3);
    }

    @Example
    void aReceiptMovesItsEventsIndexAndNotTheLists() {
        put(event("a", 1), event("b", 2));
        var listed = snapshot.events().listAt();
        var other = Objects.requireNonNull(snapshot.events().event("b")).changedAt();
        put(receipt("a", "n1"));
        assertThat(Objects.requireNonNull(snapshot.events().event("a")).changedAt())
                .isEqualTo(snapshot.index());
        assertThat(Objects.requireNonNull(snapshot.events().event("b")).changedAt())
                .isEqualTo(other);
        assertThat(snapshot.events().listAt()).isEqualTo(listed);
    }

    @Example
    void aForgottenEventLeavesNothing() {
        put(event("a", 1), receipt("a", "n1"), run("a", "n1", "t"));
        delete(new Key.Event("a"));
        assertThat(snapshot.events().list()).isEmpty();
        assertThat(snapshot.events().events().isEmpty()).isTrue();
        assertThat(snapshot.events().listAt()).isEqualTo(snapshot.index());
    }

    @Example
    void aDeletedReceiptOrRunIsGoneAndMovesTheIndex() {
        put(event("a", 1), receipt("a", "n1"), run("a", "n1", "t"));
        var before = snapshot.index();
        delete(new Key.Receipt("a", "N1"));
        delete(new Key.Run("a", "N1", "t"));
        var state = Objects.requireNonNull(snapshot.events().event("a"));
        assertThat(state.receipts().size()).isZero();
        assertThat(state.runs().size()).isZero();
        assertThat(snapshot.index()).isEqualTo(before + 2);
        assertThat(state.changedAt()).isEqualTo(before + 2);

        put(receipt("b", "n1"));
        delete(new Key.Receipt("b", "n1"));
        assertThat(snapshot.events().events().size()).isEqualTo(1);
    }

    @Property(tries = 200)
    void receiptsInBatchesAreSeenLikeReceiptsOfTheirOwn(
            @ForAll @Size(max = 30) List<@IntRange(max = 99) Integer> numbers,
            @ForAll @IntRange(min = 1, max = 7) int size) {
        var receipts = numbers.stream()
                .map(n -> new Value.Receipt("e" + n % 6, "N" + n / 20, n % 3, n % 2 == 0 ? "" : "why"))
                .collect(
                        Collectors.toMap(r -> r.eventId() + r.node(), r -> r, (_, later) -> later, LinkedHashMap::new));
        put(event("e1", 1), event("e3", 2));
        var alone = snapshot;
        for (var receipt : receipts.values()) {
            alone = alone.with(change(new Key.Receipt(receipt.eventId(), receipt.node()), receipt), alone.index() + 1);
        }
        var left = new ArrayList<Value.Receipt>(receipts.values());
        while (!left.isEmpty()) {
            var some = left.subList(0, Math.min(size, left.size()));
            var batch = new Value.Receipts("b" + left.size(), some);
            snapshot = snapshot.with(change(batch.key(), batch), snapshot.index() + 1);
            assertThat(snapshot.events().eventsOf(batch.key()))
                    .isEqualTo(some.stream().map(Value.Receipt::eventId).collect(Collectors.toSet()));
            some.clear();
        }
        assertThat(seen(snapshot)).isEqualTo(seen(alone));
        assertThat(snapshot.events().bytes()).isEqualTo(alone.events().bytes());
    }

    private static Map<String, List<Value.Receipt>> seen(Snapshot snapshot) {
        var seen = new TreeMap<String, List<Value.Receipt>>();
        snapshot.events()
                .events()
                .forEach(pair ->
                        seen.put(pair.getKey(), pair.getValue().receipts().values()));
        return seen;
    }

    @Example
    void aBatchThatComesAgainMovesNoIndex() {
        put(event("a", 1), event("b", 2));
        var batch = new Value.Receipts(
                "one", List.of(new Value.Receipt("a", "n1", 0, ""), new Value.Receipt("b", "n1", 1, "")));
        snapshot = snapshot.with(change(batch.key(), batch), snapshot.index() + 1);
        var at = snapshot.events().changedAt();
        assertThat(at).isEqualTo(snapshot.index());
        snapshot = snapshot.with(change(batch.key(), batch), snapshot.index() + 1);
        var same = new Value.Receipts("other", batch.receipts());
        snapshot = snapshot.with(change(same.key(), same), snapshot.index() + 1);
        assertThat(snapshot.events().changedAt()).isEqualTo(at);
    }

    private void put(Value... values) {
        for (var value : values) {
            Key key = switch (value) {
                case Value.Event e -> new Key.Event(e.id());
                case Value.Receipt r -> new Key.Receipt(r.eventId(), r.node());
                case Value.Run r -> new Key.Run(r.eventId(), r.node(), r.trigger());
                default -> throw new IllegalArgumentException("not of an event");
            };
            snapshot = snapshot.with(change(key, value), snapshot.index() + 1);
        }
    }

    private void delete(Key key) {
        snapshot = snapshot.with(new Change(key, new Entry(new Stamp(1, "w"), 0, 1, null)), snapshot.index() + 1);
    }

    private static Change change(Key key, Value value) {
        return new Change(key, new Entry(new Stamp(1, "w"), 1, 1, value));
    }

    private static Value.Event event(String id, long lamport) {
        return new Value.Event(id, "deploy", ByteString.emptyByteString(), "", "", "", lamport, Instant.EPOCH, "n");
    }

    private static Value receipt(String id, String node) {
        return new Value.Receipt(id, node, 1, "");
    }

    private static Value run(String id, String node, String trigger) {
        return new Value.Run(
                id,
                node,
                trigger,
                "queued",
                false,
                OptionalInt.empty(),
                "",
                "",
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty());
    }
}
