package engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.pekko.util.ByteString;

/** The log of events bounded by bytes and by age; that by number is with {@link EventBoundPropertiesTest}. */
class EventLogTest {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final Duration WEEK = Duration.ofDays(7);
    private static final int KIB = 1024;

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final InstantSource clock = now::get;
    private final EventBound bytes = new EventBound(1_000, 64 * KIB, WEEK, clock);
    private final EventBound age = new EventBound(1_000, Long.MAX_VALUE / 2, WEEK, clock);

    private static String id(Instant at, int number) {
        var time = HexFormat.of().toHexDigits(at.toEpochMilli(), 12);
        return "%s-%s-7000-8000-%012x".formatted(time.substring(0, 8), time.substring(8), number);
    }

    private static Value.Event event(Instant at, int number, int size) {
        return new Value.Event(
                id(at, number), "deploy", ByteString.fromArray(new byte[size]), "", "", "", number, at, "n");
    }

    private static Value.Run run(String id, String node, int output) {
        return new Value.Run(
                id,
                node,
                "t",
                "succeeded",
                true,
                OptionalInt.of(0),
                "x".repeat(output),
                "",
                START,
                Optional.empty(),
                Optional.empty());
    }

    /** What a store does with one entry that arrives. */
    private static EventView arrived(EventBound bound, EventView view, Value value) {
        return switch (value) {
            case Value.Event event
            when bound.admits(view, new Key.Event(event.id()), event) ->
                swept(bound, view.withEvent(event.id(), event, 1));
            case Value.Run run
            when bound.admits(view, new Key.Run(run.eventId(), run.node(), run.trigger()), run) ->
                swept(bound, view.withRun(run.eventId(), run.node(), run.trigger(), run, 1));
            default -> view;
        };
    }

    private static EventView swept(EventBound bound, EventView view) {
        var next = view;
        for (var key : bound.beyond(view)) {
            next = switch (key) {
                case Key.Event(var id) -> next.withEvent(id, null, 1);
                case Key.Run(var id, var node, var trigger) -> next.withRun(id, node, trigger, null, 1);
                default -> throw new AssertionError(key);
            };
        }
        return next;
    }

    /** What a reader sees: ids, newest first. */
    private static List<String> shown(EventBound bound, EventView view) {
        var ids = new ArrayList<String>();
        var taken = new long[1];
        view.fromNewest(state -> {
            taken[0] += state.bytes();
            var id = Objects.requireNonNull(state.event()).id();
            return bound.shows(id, ids.size(), taken[0]) && ids.add(id);
        });
        return ids;
    }

    @Property(tries = 200)
    void serversThatHeardTheSameInAnyOrderAndHoldOfItWhatTheyLikeShowTheSame(@ForAll Random random) {
        var heard = new ArrayList<Value>();
        for (var i = 0; i < 60; i++) {
            var event = event(START.plusSeconds(i), i, random.nextInt(4 * KIB));
            heard.add(event);
            heard.add(run(event.id(), "a", random.nextInt(2 * KIB)));
        }
        var one = EventView.startingAt(1);
        for (var value : heard) {
            one = arrived(bytes, one, value);
        }
        var other = EventView.startingAt(1);
        Collections.shuffle(heard, random);
        for (var value : heard) {
            other = arrived(bytes, other, value);
        }
        // What each has, each is told by the other, again and again.
        for (var round = 0; round < 3; round++) {
            for (var value : heard) {
                one = arrived(bytes, one, value);
                other = arrived(bytes, other, value);
            }
        }
        assertThat(shown(bytes, one)).isNotEmpty().isEqualTo(shown(bytes, other));
        assertThat(one.bytes()).isBetween(64L * KIB, 80L * KIB);
    }

    @Example
    void theBytesAreThoseOfAllThatIsThereAndNothingElse() {
        var view = EventView.startingAt(1);
        var event = event(START, 1, 100);
        view = view.withEvent(event.id(), event, 2).withRun(event.id(), "a", "t", run(event.id(), "a", 50), 3);
        view = view.withReceipt(event.id(), "a", new Value.Receipt(event.id(), "a", 1, ""), 4);
        assertThat(view.bytes()).isEqualTo(128 + 106 + 128 + 50 + 128);
        view = view.withRun(event.id(), "a", "t", run(event.id(), "a", 10), 5);
        assertThat(view.bytes()).isEqualTo(128 + 106 + 128 + 10 + 128);
        assertThat(view.changedAt()).isEqualTo(5);
        assertThat(view.listAt()).isEqualTo(2);
        view = view.withRun(event.id(), "a", "t", null, 6).withReceipt(event.id(), "a", null, 7);
        assertThat(view.bytes()).isEqualTo(128 + 106);
        view = view.withEvent(event.id(), null, 8);
        assertThat(view.bytes()).isZero();
    }

    @Example
    void anOldEventIsNotShownThenForgottenAndDoesNotComeBack() {
        var old = event(START, 1, 10);
        var younger = event(START.plus(Duration.ofDays(1)), 2, 10);
        var view = arrived(age, arrived(age, EventView.startingAt(1), old), younger);
        now.set(START.plus(WEEK).plusSeconds(1));
        assertThat(shown(age, view)).containsExactly(younger.id());
        assertThat(age.beyond(view)).describedAs("not one by one").isEmpty();

        now.set(START.plus(WEEK).plus(Duration.ofHours(2)));
        view = swept(age, view);
        assertThat(view.list()).containsExactly(younger);
        assertThat(arrived(age, view, old)).isSameAs(view);
        assertThat(arrived(age, view, run(old.id(), "a", 10))).isSameAs(view);

        now.set(START.plus(WEEK.multipliedBy(2)));
        view = swept(age, view);
        assertThat(view.events().isEmpty()).isTrue();
        assertThat(arrived(age, view, younger).events().isEmpty()).isTrue();
    }

    @Example
    void anEventOfAClockThatIsBehindIsForgottenByItsOwnTime() {
        var behind = event(START.minus(WEEK).minusSeconds(1), 9, 10);
        assertThat(age.admits(EventView.startingAt(1), new Key.Event(behind.id()), behind))
                .isFalse();
    }
}
