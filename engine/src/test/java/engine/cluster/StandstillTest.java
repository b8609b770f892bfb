package engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class StandstillTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private final Standstill standstill = new Standstill(START);

    private static Instant at(long millis) {
        return START.plusMillis(millis);
    }

    @Test
    void aProcessThatRunsHearsTheOthers() {
        for (var now = 0; now <= 20_000; now += 500) {
            standstill.look(at(now));
            assertThat(standstill.listens(at(now))).isFalse();
        }
        standstill.look(at(21_500));
        assertThat(standstill.listens(at(21_500))).as("late by a second").isFalse();
    }

    @Test
    void afterAStandstillItListensForAWhile() {
        standstill.look(at(9_000));
        assertThat(standstill.listens(at(9_000))).isTrue();
        standstill.look(at(10_000));
        standstill.look(at(11_000));
        assertThat(standstill.listens(at(11_999))).isTrue();
        assertThat(standstill.listens(at(12_000))).isFalse();
    }

    @Test
    void aClockThatIsSetBackIsNoStandstill() {
        standstill.look(at(-3_600_000));
        assertThat(standstill.listens(at(-3_600_000))).isFalse();
        standstill.look(at(-3_599_500));
        assertThat(standstill.listens(at(-3_599_500))).isFalse();
    }
}
