package engine.events;

import static engine.events.Fixtures.event;
import static engine.events.Fixtures.trigger;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DefinedTest {

    @Test
    void triggersAreFoundByNameAndInTheirOrderByWhatTheyWaitFor() {
        var other = trigger("c", "restart", Trigger.Where.ANYWHERE);
        var defined = new Defined(List.of(trigger("b"), other, trigger("a")));
        assertThat(defined.named("c")).contains(other);
        assertThat(defined.named("d")).isEmpty();
        assertThat(defined.waitingFor(event("e"))).containsExactly(trigger("b"), trigger("a"));
        assertThat(defined.waitingFor(event("e", "stop", "", "", ""))).isEmpty();
    }

    /** An event has to pass thousands of triggers that wait for others without looking at them: far below a millisecond each. */
    @Test
    void tenThousandTriggersForOtherEventsCostNothing() {
        var defined = new Defined(IntStream.range(0, 10_000)
                .mapToObj(i -> trigger("t" + i, "event" + i, Trigger.Where.ANYWHERE))
                .toList());
        var event = event("e", "event5000", "", "", "");
        var began = System.nanoTime();
        for (var i = 0; i < 10_000; i++) {
            assertThat(Fixtures.matching(event, defined.waitingFor(event), "n", List.of()))
                    .isInstanceOf(Matching.Matched.class);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    }
}
