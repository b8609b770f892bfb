package engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class HybridClockTest {
    private static final long NOW = Instant.parse("2026-11-20T12:00:00Z").toEpochMilli();
    private final AtomicLong millis = new AtomicLong(NOW);
    private final HybridClock clock = new HybridClock(() -> Instant.ofEpochMilli(millis.get()), "me");

    @Example
    void aStampIsTheWallClocksTimeInTheUpper48Bits() {
        assertThat(clock.next()).isEqualTo(new Stamp(NOW << 16, "me"));
        assertThat(clock.next()).isEqualTo(new Stamp((NOW << 16) + 1, "me"));
        millis.incrementAndGet();
        assertThat(clock.next()).isEqualTo(new Stamp((NOW + 1) << 16, "me"));
    }

    @Example
    void aClockSetBackDoesNotSetItBack() {
        var before = clock.next();
        millis.addAndGet(-3_600_000);
        assertThat(clock.next().time()).isEqualTo(before.time() + 1);
        millis.set(-1);
        assertThat(clock.next().time()).isEqualTo(before.time() + 2);
    }

    @Example
    void aStampIsGreaterThanAnySeenWhoeverMadeIt() {
        var ahead = new Stamp((NOW + 60_000) << 16, "zzz");
        clock.seen(ahead);
        assertThat(clock.next()).isGreaterThan(ahead);
        clock.seen(new Stamp(5, "zzz"));
        assertThat(clock.next().time()).isEqualTo(ahead.time() + 2);
    }

    @Example
    void moreStampsThanTheCounterHoldsRunAheadOfTheClockAndStayOrdered() {
        var stamps = IntStream.range(0, 70_000).mapToObj(_ -> clock.next()).toList();
        assertThat(stamps).isSorted().doesNotHaveDuplicates();
    }

    @Property
    void stampsNeverGoBackWhateverTheClockDoes(
            @ForAll @Size(max = 50) java.util.List<@LongRange(min = -5, max = 1L << 45) Long> times) {
        var last = new Stamp(Long.MIN_VALUE, "");
        for (var time : times) {
            if (time % 2 == 0) {
                millis.set(time);
            } else {
                clock.seen(new Stamp(time, "other"));
                last = last.time() < time ? new Stamp(time, "other") : last;
            }
            var next = clock.next();
            assertThat(next.time()).isGreaterThan(last.time());
            last = next;
        }
    }
}
