package engine.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

final class RolloutRetentionTest {
    private static final Instant NOW = Instant.parse("2030-01-31T00:00:00Z");

    static RolloutRecord record(Rollout rollout, Instant changedAt) {
        var event = new EventRequest("deploy", ByteString.emptyByteString(), "", "", "", Map.of(), Duration.ZERO);
        return new RolloutRecord(rollout, event, "server1", "10.0.0.1", changedAt, changedAt);
    }

    private static Coordination.Kept kept(int version, boolean over, Instant changedAt) {
        var rollout = RolloutSpecs.rollout(RolloutSpecs.of("1", 0), 1);
        return new Coordination.Kept(record(over ? rollout.aborted() : rollout, changedAt), version);
    }

    private static List<Long> forgotten(List<Coordination.Kept> all) {
        return RolloutRetention.past(all, NOW).stream()
                .map(Coordination.Kept::version)
                .toList();
    }

    @Test
    void whatIsOverIsForgottenAfterSomeTime() {
        var old = NOW.minus(RolloutRetention.MAX_AGE);
        assertThat(forgotten(List.of(kept(1, true, old), kept(2, true, old.plusSeconds(1)), kept(3, false, old))))
                .containsExactly(1L);
    }

    @Test
    void ofWhatIsOverTheLatestAreKept() {
        var all = new ArrayList<Coordination.Kept>();
        for (int i = 0; i < RolloutRetention.MAX_OVER + 2; i++) {
            all.add(kept(i, true, NOW.minusSeconds(i)));
        }
        all.add(kept(9_999, false, NOW.minusSeconds(9_999)));

        assertThat(forgotten(all))
                .containsExactly((long) RolloutRetention.MAX_OVER, (long) RolloutRetention.MAX_OVER + 1);
    }
}
