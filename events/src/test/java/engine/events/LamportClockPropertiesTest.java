package engine.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

final class LamportClockPropertiesTest {

    @Property
    void nextIsGreaterThanAllThatWasSeenAndGivenOut(@ForAll List<@LongRange(min = -9, max = 50) Long> seen) {
        var clock = new LamportClock();
        long greatest = 0;
        for (long time : seen) {
            clock.observe(time);
            greatest = Math.max(greatest, time);
            long next = clock.next();
            assertThat(next).isEqualTo(greatest + 1);
            greatest = next;
        }
    }

    @Example
    void theFirstIsOne() {
        assertThat(new LamportClock().next()).isEqualTo(1);
    }
}
