package engine;

import static org.assertj.core.api.Assertions.assertThat;

import engine.state.Finding;
import engine.state.Key;
import engine.state.Pictures;
import engine.state.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LostNodesTest {
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
    private static final Duration AFTER = Duration.ofDays(3);

    private final Pictures pictures = new Pictures();
    private final LostNodes nodes = new LostNodes(AFTER);

    private void register(String status, Instant since, Map<String, String> meta) {
        pictures.put(new Key.Node("printer"), new Value.Node("", "printer", "10.0.0.9", null, meta));
        pictures.put(
                new Key.Check("printer", Finding.NODE_CHECK),
                Records.nodeCheck("printer", Finding.NODE_CHECK, status).since(since));
    }

    private List<String> at(Duration later) {
        return nodes.expired(pictures.published().current().catalog(), AFTER, later.toNanos());
    }

    @Test
    void aNodeGoesThatHasNotBeenReachableForLong() {
        var probed = Map.of(Finding.EXTERNAL_NODE, "true", Finding.EXTERNAL_PROBE, "true");
        register("critical", START, probed);
        assertThat(at(Duration.ZERO)).isEmpty();
        assertThat(at(AFTER.minusSeconds(1))).isEmpty();
        assertThat(at(AFTER)).containsExactly("printer");
        register("passing", START, probed);
        assertThat(at(AFTER)).isEmpty();
    }

    /** The clock by which it was written may have been set since. */
    @Test
    void sinceWhenItIsSaidToBeLostDoesNotCount() {
        register(
                "critical",
                START.minus(Duration.ofDays(30)),
                Map.of(Finding.EXTERNAL_NODE, "true", Finding.EXTERNAL_PROBE, "true"));
        assertThat(at(Duration.ZERO)).isEmpty();
        assertThat(at(AFTER.minusSeconds(1))).isEmpty();
        assertThat(at(AFTER)).containsExactly("printer");
    }

    @Test
    void oneThatNobodyIsToPingStays() {
        register("critical", START.minus(Duration.ofDays(30)), Map.of(Finding.EXTERNAL_NODE, "true"));
        assertThat(at(Duration.ZERO)).isEmpty();
        assertThat(at(AFTER.multipliedBy(2))).isEmpty();
    }
}
