package engine.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StaggerTest {

    @Test
    void theFirstRunsOfManyChecksAreSpreadOverTheWholeRange() {
        var random = new Random(1);
        var stats = LongStream.range(0, 1000)
                .map(_ -> Stagger.firstRun(Duration.ofSeconds(10), random).toMillis())
                .summaryStatistics();
        assertThat(stats.getMin()).isBetween(500L, 600L);
        assertThat(stats.getMax()).isBetween(2400L, 2500L);
    }

    /** A check whose state is unknown would be critical until then. */
    @Test
    void aCheckOfALongIntervalDoesNotWaitForIt() {
        var random = new Random(1);
        for (int n = 0; n < 1000; n++) {
            assertThat(Stagger.firstRun(Duration.ofMinutes(30), random))
                    .isBetween(Duration.ofSeconds(3), Duration.ofSeconds(15));
        }
    }

    /** Each second of the interval has its share of the runs, though the first ones come close to one another. */
    @Test
    void fromTheSecondRunOnManyChecksAreSpreadOverTheInterval() {
        var random = new Random(1);
        var interval = Duration.ofSeconds(10);
        var perSecond = new int[10];
        for (int n = 0; n < 10_000; n++) {
            var at = Stagger.firstRun(interval, random).plus(Stagger.secondRun(interval, random));
            perSecond[(int) (at.toSeconds() % 10)]++;
        }
        assertThat(IntStream.of(perSecond).boxed()).allMatch(count -> count > 500 && count < 1_200);
    }
}
