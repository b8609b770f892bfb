package engine.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
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
}
