package engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.pekko.util.ByteString;

class EventBoundPropertiesTest {
    private static final EventBound BOUND = new EventBound(10);

    private static String id(int number) {
        return "%04d".formatted(number);
    }

    private static Value.Event event(int number) {
        return new Value.Event(
                id(number), "deploy", ByteString.emptyByteString(), "", "", "", number, Instant.EPOCH, "n");
    }

    private static Value.Receipt receipt(int number) {
        return new Value.Receipt(id(number), "n", 0, "");
    }

    /** What a store does with one entry that arrives, and then with what is beyond the bound. */
    private static EventView arrived(EventView view, Value value) {
        var next = view;
        if (value instanceof Value.Event event && BOUND.admits(view, new Key.Event(event.id()), event)) {
            next = view.withEvent(event.id(), event, 1);
        } else if (value instanceof Value.Receipt receipt
                && BOUND.admits(view, new Key.Receipt(receipt.eventId(), receipt.node()), receipt)) {
            next = view.withReceipt(receipt.eventId(), receipt.node(), receipt, 1);
        } else if (value instanceof Value.Receipts batch && BOUND.admits(view, batch.key(), batch)) {
            next = view.withReceipts(batch.key(), batch, 1);
        }
        for (var key : BOUND.beyond(next)) {
            next = switch (key) {
                case Key.Event(var id) -> next.withEvent(id, null, 1);
                case Key.Receipt(var id, var node) -> next.withReceipt(id, node, null, 1);
                case Key.Receipts batch -> next.withReceipts(batch, null, 1);
                default -> throw new AssertionError(key);
            };
        }
        return next;
    }

    @Property(tries = 300)
    void whatWasForgottenNeverComesBackAndNothingLeaks(
            @ForAll @IntRange(min = 30, max = 120) int events, @ForAll Random random) {
        var arriving = new ArrayList<Value>();
        for (var i = 0; i < events; i++) {
            arriving.add(event(i));
            arriving.add(receipt(i));
        }
        var view = EventView.startingAt(1);
        var gone = new ArrayList<String>();
        for (var at = 0; at < arriving.size(); at++) {
            // Mostly in order, but some early or late, and some again.
            var other = Math.min(arriving.size() - 1, at + random.nextInt(6));
            Collections.swap(arriving, at, other);
            var before = view;
            view = arrived(view, arriving.get(at));
            var after = view;
            before.list().stream()
                    .map(Value.Event::id)
                    .filter(id -> after.event(id) == null)
                    .forEach(gone::add);
            view = arrived(view, arriving.get(random.nextInt(at + 1)));
            assertThat(gone).noneMatch(id -> after.events().get(id) != null);
            assertThat(view.order().size()).isLessThanOrEqualTo(11);
            assertThat(view.events().size()).isLessThanOrEqualTo(30);
        }
        assertThat(view.list())
                .extracting(Value.Event::id)
                .contains(id(events - 1), id(events - 9))
                .isSubsetOf(List.copyOf(numbers(events - 11, events)));
    }

    /** What comes in one entry stays as long as one of its events does, and no longer than the next event to go after it. */
    @Property(tries = 300)
    void receiptsInBatchesGoWithTheLastOfTheirEvents(
            @ForAll @IntRange(min = 40, max = 120) int events, @ForAll Random random) {
        var view = EventView.startingAt(1);
        var batches = new ArrayList<Value.Receipts>();
        for (var i = 0; i < events; i++) {
            view = arrived(view, event(i));
            if (i % 5 == 4) {
                var last = i;
                // Some of its events may be gone already, some never come.
                var told = IntStream.rangeClosed(0, 7)
                        .mapToObj(_ -> receipt(Math.max(0, last + 3 - random.nextInt(16))))
                        .distinct()
                        .toList();
                var batch = new Value.Receipts("b" + i, told);
                batches.add(batch);
                view = arrived(view, batch);
                view = arrived(view, batches.get(random.nextInt(batches.size())));
            }
            var now = view;
            for (var batch : batches.reversed().subList(0, Math.min(2, batches.size()))) {
                var kept = batch.receipts().stream()
                        .filter(receipt -> now.event(receipt.eventId()) != null)
                        .toList();
                if (!kept.isEmpty()) {
                    assertThat(now.batches().get(batch.key().text())).isEqualTo(batch);
                    assertThat(kept)
                            .allMatch(receipt -> receipt.equals(Objects.requireNonNull(now.event(receipt.eventId()))
                                    .receipts()
                                    .get("n")));
                }
            }
            assertThat(view.batches().size()).isLessThanOrEqualTo(8);
            assertThat(view.events().size()).isLessThanOrEqualTo(40);
        }
    }

    private static List<String> numbers(int from, int to) {
        var ids = new ArrayList<String>();
        for (var i = from; i < to; i++) {
            ids.add(id(i));
        }
        return ids;
    }

    @Example
    void belowTheBoundEverythingIsAdmittedAndDeletionsAlways() {
        var view = arrived(EventView.startingAt(1), event(5));
        assertThat(BOUND.admits(view, new Key.Event(id(1)), event(1))).isTrue();
        assertThat(BOUND.admits(view, new Key.Receipt(id(1), "n"), receipt(1))).isTrue();
        for (var i = 10; i < 40; i++) {
            view = arrived(view, event(i));
        }
        assertThat(BOUND.admits(view, new Key.Event(id(5)), event(5))).isFalse();
        assertThat(BOUND.admits(view, new Key.Event(id(5)), null)).isTrue();
        assertThat(BOUND.admits(view, new Key.Receipt(id(5), "n"), receipt(5))).isFalse();
        assertThat(BOUND.admits(view, new Key.Receipt(id(39), "n"), receipt(39)))
                .isTrue();
        assertThat(BOUND.admits(view, new Key.Receipt(id(41), "n"), receipt(41)))
                .describedAs("its event may still come")
                .isTrue();
        assertThat(BOUND.admits(view, new Key.Kv("k"), null)).isTrue();
    }

    @Example
    void aLateEventOfANodeWhoseClockIsBehindIsAdmittedForItsLogicalTime() {
        var view = EventView.startingAt(1);
        for (var i = 10; i < 40; i++) {
            view = arrived(view, event(i));
        }
        var behind = new Value.Event(
                id(1), "deploy", ByteString.emptyByteString(), "", "", "", 41, Instant.EPOCH, "slow clock");
        assertThat(BOUND.admits(view, new Key.Event(behind.id()), behind)).isTrue();
        view = arrived(view, behind);
        assertThat(BOUND.admits(view, new Key.Receipt(behind.id(), "n"), receipt(1)))
                .isTrue();
    }
}
