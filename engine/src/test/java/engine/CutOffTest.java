package engine;

import static org.assertj.core.api.Assertions.assertThat;

import engine.events.EventIds;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CutOffTest {
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

    private static String id(Duration after) {
        return EventIds.of(() -> START.plus(after)).next();
    }

    @Test
    void anEventPassesByTheTimeInItsIdAndAnyOtherIdByWhenItWasFired() {
        var cutOff = new CutOff(START, OptionalLong.empty());
        assertThat(cutOff.passes(id(Duration.ZERO), Instant.EPOCH, 5)).isTrue();
        assertThat(cutOff.passes(id(Duration.ofMillis(-1)), START.plusSeconds(9), 5))
                .isFalse();
        assertThat(cutOff.passes("e1", START, 5)).isTrue();
        assertThat(cutOff.passes("e1", START.minusMillis(1), 5)).isFalse();
    }

    @Test
    void anEventOfANodeWhoseClockIsBehindPassesOnceItHasSeenALaterOne() {
        var cutOff = new CutOff(START, OptionalLong.of(7));
        var behind = id(Duration.ofMinutes(-10));
        assertThat(cutOff.passes(behind, START, 8)).isTrue();
        assertThat(cutOff.passes(behind, START, 7)).isFalse();
    }
}
