package engine.local;

import static org.assertj.core.api.Assertions.assertThat;

import engine.checks.Status;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class CheckStatesTest {

    @Property
    void aStateIsReadAsItWasWritten(
            @ForAll Status status, @ForAll String output, @ForAll @LongRange(min = 0, max = 1L << 40) long since) {
        var state = new CheckState(status, output, Instant.ofEpochMilli(since));
        assertThat(CheckState.parse(state.text())).contains(state);
    }

    @Property
    void anyOtherTextIsNone(@ForAll String text) {
        CheckState.parse(text).ifPresent(state -> assertThat(state.text()).isEqualTo(text));
    }

    @Property
    void theSameStatusIsSinceItBegan(@ForAll Status before, @ForAll Status after) {
        var state = new CheckState(before, "a", Instant.EPOCH).found(after, "b", Instant.MAX);
        assertThat(state.since()).isEqualTo(before == after ? Instant.EPOCH : Instant.MAX);
        assertThat(state.output()).isEqualTo("b");
    }
}
