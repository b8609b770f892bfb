package engine.operator;

import static org.assertj.core.api.Assertions.assertThat;

import engine.http.Autopilot.Configuration;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class AutopilotTextPropertiesTest {

    @Property
    void whatIsKeptIsReadAgain(
            @ForAll boolean cleanup,
            @ForAll @LongRange(min = 0) long contact,
            @ForAll @LongRange(min = 0) long logs,
            @ForAll @LongRange(min = 0) long quorum,
            @ForAll String tag) {
        var said = new Configuration(
                cleanup, Duration.ofNanos(contact), logs, quorum, Duration.ofNanos(contact / 2), tag, !cleanup, tag);
        assertThat(AutopilotText.read(AutopilotText.of(said))).isEqualTo(said);
    }

    @Property
    void noServerIsTakenOutBelowTheQuorumThatIsWanted(
            @ForAll @IntRange(min = 1, max = 50) int servers, @ForAll @IntRange(min = 0, max = 50) int quorum) {
        var said = new Configuration(true, Duration.ZERO, 0, quorum, Duration.ZERO, "", false, "");
        assertThat(DeadServers.mayGo(said, servers)).isEqualTo(servers - 1 >= quorum);
        var never = new Configuration(false, Duration.ZERO, 0, quorum, Duration.ZERO, "", false, "");
        assertThat(DeadServers.mayGo(never, servers)).isFalse();
    }
}
