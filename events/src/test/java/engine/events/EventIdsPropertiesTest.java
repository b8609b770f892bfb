package engine.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

final class EventIdsPropertiesTest {
    private static final long START = Instant.parse("2030-01-01T00:00:00Z").toEpochMilli();

    @Property
    void idsGrowWhateverTheClockDoes(
            @ForAll @Size(min = 1, max = 60) List<@LongRange(min = -5_000, max = 5_000) Long> steps,
            @ForAll long seed) {
        var times = new ArrayDeque<Long>();
        long time = START;
        for (long step : steps) {
            time += step;
            times.add(time);
        }
        var ids = EventIds.of(() -> Instant.ofEpochMilli(times.remove()), new Random(seed));

        var made = new ArrayList<String>();
        steps.forEach(_ -> made.add(ids.next()));

        assertThat(made).isSorted().doesNotHaveDuplicates();
    }

    @Property
    void idsAreVersion7OfRfc9562(@ForAll @LongRange(min = 0, max = (1L << 48) - 1) long millis, @ForAll long seed) {
        var text = EventIds.of(() -> Instant.ofEpochMilli(millis), new Random(seed))
                .next();
        var id = UUID.fromString(text);

        assertThat(text).matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(Math.max(millis, 0));
    }

    @Property
    void anIdMadeAfterSeeingAnotherIsGreaterAlsoWhereTheClockIsBehind(
            @ForAll @LongRange(min = 0, max = 3_599_999) long behind, @ForAll long seed) {
        var theirs =
                EventIds.of(() -> Instant.ofEpochMilli(START), new Random(seed)).next();
        var ours = EventIds.of(() -> Instant.ofEpochMilli(START - behind), new Random(seed));
        ours.observe(theirs);

        assertThat(ours.next()).isGreaterThan(theirs);
        assertThat(EventIds.time(theirs)).contains(Instant.ofEpochMilli(START));
    }

    @Example
    void aClockFarAheadDoesNotSpreadAndOtherTextsAreNoIds() {
        var ids = EventIds.of(() -> Instant.ofEpochMilli(START));
        ids.observe(EventIds.of(() -> Instant.ofEpochMilli(START + 3_600_001)).next());
        ids.observe("e1");

        assertThat(EventIds.time(ids.next())).contains(Instant.ofEpochMilli(START));
        assertThat(EventIds.time("e1")).isEmpty();
        assertThat(EventIds.time(UUID.randomUUID().toString())).isEmpty();
    }

    @Example
    void aClockThatStandsStillDoesNotStopIds() {
        var ids = EventIds.of(() -> Instant.ofEpochMilli(START));

        var made = new ArrayList<String>();
        for (int i = 0; i < 20_000; i++) {
            made.add(ids.next());
        }

        assertThat(made).isSorted().doesNotHaveDuplicates();
    }

    @Example
    void idsDifferUnderConcurrency() throws InterruptedException {
        var ids = EventIds.of(() -> Instant.ofEpochMilli(START));
        var made = new ArrayList<List<String>>();
        var threads = new ArrayList<Thread>();
        for (int t = 0; t < 4; t++) {
            var mine = new ArrayList<String>();
            made.add(mine);
            threads.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 5_000; i++) {
                    mine.add(ids.next());
                }
            }));
        }
        for (var thread : threads) {
            thread.join();
        }

        assertThat(made).allSatisfy(mine -> assertThat(mine).hasSize(5_000).isSorted());
        // Unique already by time and counter, without the random part.
        assertThat(made.stream().flatMap(List::stream).map(id -> id.substring(0, 18)))
                .doesNotHaveDuplicates();
    }

    @Property(tries = 20)
    void theSameSeedMakesTheSameIds(@ForAll long seed) {
        assertThat(EventIds.of(() -> Instant.ofEpochMilli(START), new Random(seed))
                        .next())
                .isEqualTo(EventIds.of(() -> Instant.ofEpochMilli(START), new Random(seed))
                        .next());
    }
}
