package engine.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LogClockTest {
    private static final long SECOND = 1_000_000_000;
    private static final long NOON = 1_800_000_000_000L;
    private final LogClock clock = new LogClock();

    @Test
    void theFirstLeaderTakesTheTimeOfTheDay() {
        clock.lead();
        assertThat(clock.advance(NOON, 5)).isTrue();
        assertThat(clock.millis()).isEqualTo(NOON);
        assertThat(clock.advance(NOON + 100, 100_000_005)).isFalse();
        assertThat(clock.millis()).isEqualTo(NOON + 100);
    }

    @Test
    void aNewLeaderWhoseClockIsAheadGoesOnWhereTheOldOneWas() {
        clock.applied(NOON, 0);
        clock.lead();
        assertThat(clock.advance(NOON + 4_000, SECOND)).isFalse();
        assertThat(clock.millis()).isBetween(NOON + 1_000, NOON + 1_010);
    }

    @Test
    void aNewLeaderWhoseClockIsBehindDoesNotStandStill() {
        clock.applied(NOON, 0);
        clock.lead();
        assertThat(clock.advance(NOON - 3_600_000, SECOND)).isFalse();
        assertThat(clock.millis()).isBetween(NOON + 990, NOON + 1_000);
    }

    @Test
    void whereItIsFarBehindItJumpsAndSaysSo() {
        clock.applied(NOON, 0);
        clock.lead();
        assertThat(clock.advance(NOON + 60_000, SECOND)).isTrue();
        assertThat(clock.millis()).isEqualTo(NOON + 60_000);
    }

    @Test
    void whatALeaderStampedComesBackWithoutEffectButWhatAnotherDidBeforeCounts() {
        clock.applied(NOON, 0);
        clock.lead();
        clock.advance(NOON, 0);
        clock.applied(NOON, SECOND);
        clock.advance(NOON + 1_000, SECOND);
        assertThat(clock.millis()).isEqualTo(NOON + 1_000);
        clock.applied(NOON + 30_000, SECOND);
        clock.advance(NOON + 1_000, SECOND);
        assertThat(clock.millis()).isEqualTo(NOON + 30_000);
    }

    @Property
    void itNeverGoesBackAndDrawsNearTheTimeOfTheDay(@ForAll @IntRange(min = -4_900, max = 4_900) int ahead) {
        var running = new LogClock();
        running.applied(NOON, 0);
        running.lead();
        var last = NOON;
        for (var second = 1L; second <= 500; second++) {
            assertThat(running.advance(NOON + ahead + second * 1_000, second * SECOND))
                    .isFalse();
            assertThat(running.millis()).isGreaterThan(last);
            assertThat(running.millis() - last).isBetween(989L, 1_011L);
            last = running.millis();
        }
        assertThat(last).isCloseTo(NOON + ahead + 500_000, org.assertj.core.api.Assertions.within(1L));
    }
}
