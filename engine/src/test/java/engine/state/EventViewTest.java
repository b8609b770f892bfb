package engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
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
