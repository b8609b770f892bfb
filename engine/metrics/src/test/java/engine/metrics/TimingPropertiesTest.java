package engine.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** An interval is told as what was recorded in it, whatever was recorded before. */
final class TimingPropertiesTest {
    @Property(tries = 300)
    void tellsTheIntervalAlone(
            @ForAll @Size(max = 20) List<@LongRange(max = 20_000_000_000L) Long> before,
            @ForAll @Size(min = 1, max = 20) List<@LongRange(max = 20_000_000_000L) Long> times) {
        var registry = new Registry();
        var timing = registry.timing("engine_time_seconds", "Time");
        before.forEach(timing::record);
        registry.tick(Instant.EPOCH);
        times.forEach(timing::record);
        registry.tick(Instant.EPOCH);

        var interval = timing.interval();
        var seconds = times.stream().mapToDouble(time -> time / 1e9).summaryStatistics();
        assertThat(interval.count()).isEqualTo(times.size());
        assertThat(interval.sum()).isCloseTo(seconds.getSum(), within(1e-6));
        assertThat(interval.least()).isCloseTo(seconds.getMin(), within(1e-9));
        assertThat(interval.most()).isCloseTo(seconds.getMax(), within(1e-9));
        var mean = seconds.getAverage();
        var squares = times.stream()
                .mapToDouble(time -> Math.pow(time / 1e9 - mean, 2))
                .sum();
        assertThat(interval.stddev()).isCloseTo(Math.sqrt(squares / Math.max(1, times.size() - 1)), within(1e-3));
        var quantiles = interval.quantiles();
        assertThat(quantiles.get(0)).isBetween(interval.least(), quantiles.get(1));
        assertThat(quantiles.get(2)).isBetween(quantiles.get(1), interval.most());
        assertThat(timing.count()).isEqualTo(before.size() + times.size());
    }

    @Property(tries = 50)
    void endsAnIntervalOnceForWhatGoesByTwoNames(@ForAll @LongRange(max = 1000) long more) {
        var registry = new Registry();
        var counter = registry.counter("engine_things_total", "Things");
        registry.counters("consul.things", "Things").show(counter);
        counter.add(more);
        registry.tick(Instant.EPOCH);

        assertThat(counter.interval()).isEqualTo(more);
        registry.tick(Instant.EPOCH);
        assertThat(counter.interval()).isZero();
    }
}
