package engine.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FirstRunsTest {

    private static final CheckSpec PROBE = new CheckSpec.Tcp("127.0.0.1", 80);
    private static final CheckSpec PROGRAM = new CheckSpec.Script(List.of("/bin/true"));

    private Instant now = Instant.EPOCH;
    private final FirstRuns runs = new FirstRuns(() -> now);
    private final Random random = new Random(1);

    @Test
    void thousandsThatStartTogetherAreSpread() {
        var perSecond = new int[20];
        for (int n = 0; n < 5_000; n++) {
            var first = runs.after(Stagger.firstRun(Duration.ofSeconds(10), random), PROBE);
            perSecond[(int) first.toSeconds()]++;
        }
        assertThat(IntStream.of(perSecond).max().orElseThrow())
                .as("first runs in a second")
                .isLessThan(1_000);
        assertThat(IntStream.of(perSecond).skip(10).sum()).as("later than 10 s").isZero();
    }

    @Test
    void programsAreSpreadMore() {
        for (int n = 0; n < 1_000; n++) {
            runs.after(Duration.ZERO, PROGRAM);
        }
        assertThat(runs.after(Duration.ZERO, PROGRAM)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void aFewRunWhenTheyWant() {
        for (int n = 0; n < 100; n++) {
            var wanted = Stagger.firstRun(Duration.ofMinutes(30), random);
            assertThat(runs.after(wanted, PROBE)).isEqualTo(wanted);
        }
    }

    @Test
    void whatHasStartedLongAgoDoesNotCount() {
        for (int n = 0; n < 5_000; n++) {
            runs.after(Duration.ZERO, PROBE);
        }
        now = now.plusSeconds(10);
        assertThat(runs.after(Duration.ZERO, PROBE)).isZero();
    }
}
