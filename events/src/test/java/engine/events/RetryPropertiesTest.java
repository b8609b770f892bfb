package engine.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RetryPropertiesTest {

    @Property
    void pausesDoubleUpToTheLongest(
            @ForAll @IntRange(min = 1, max = 86_400_000) int first,
            @ForAll @IntRange(min = 0, max = 86_400_000) int more,
            @ForAll @IntRange(min = 1, max = 200) int attempt) {
        var retry = new Retry(
                200, Duration.ofMillis(first), Duration.ofMillis(first).plusMillis(more));
        var pause = retry.pause(attempt);
        assertThat(pause).isBetween(retry.backoff(), retry.maxBackoff());
        var doubled = pause.multipliedBy(2);
        var longest = doubled.compareTo(retry.maxBackoff()) < 0 ? doubled : retry.maxBackoff();
        assertThat(retry.pause(attempt + 1)).isEqualTo(longest);
    }
}
