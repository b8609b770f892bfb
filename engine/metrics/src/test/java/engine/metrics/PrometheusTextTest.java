package engine.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each line is one of the text form, each family is told of once, and what has not happened is 0. */
final class PrometheusTextTest {
    private static final Pattern SAMPLE = Pattern.compile(
            "([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{([a-zA-Z_]\\w*=\"(\\\\.|[^\"\\\\\\n])*\",?)+})? (NaN|[+-]Inf|-?[0-9.E+-]+)");

    private final Registry registry = new Registry();

    @Test
    void showsWhatHasNotHappened() {
        registry.counter("engine_things_total", "Things");
        registry.timings("engine_time_seconds", "Time", "kind").with("a");

        assertThat(PrometheusText.write(registry, false))
                .contains(
                        "# HELP engine_things_total Things\n# TYPE engine_things_total counter\nengine_things_total 0\n")
                .contains("engine_time_seconds_bucket{kind=\"a\",le=\"+Inf\"} 0\n")
                .contains("engine_time_seconds_count{kind=\"a\"} 0\n");
    }

    @Test
    void showsAGaugeOnceSomebodyReadsIt() {
        var gauge = registry.gauge("engine_level", "Level");
        assertThat(PrometheusText.write(registry, false)).isEmpty();

        gauge.reads(() -> 2.5);
        assertThat(PrometheusText.write(registry, false)).endsWith("engine_level 2.5\n");
    }

    @Test
    void tellsConsulsTimesInMillisecondsWithQuantiles() {
        var timing = registry.timing("consul.raft.commitTime", "Time");
        timing.record(2_000_000);
        timing.record(2_000_000);

        assertThat(PrometheusText.write(registry, false))
                .contains("# TYPE consul_raft_commitTime summary\n")
                .contains("consul_raft_commitTime{quantile=\"0.5\"} 2\n")
                .contains("consul_raft_commitTime_sum 4\n")
                .contains("consul_raft_commitTime_count 2\n");
    }

    @Test
    void countsEachBucketWithThoseBelow() {
        var timing = registry.timing("engine_time_seconds", "Time");
        timing.record(30_000);
        timing.record(700_000);
        timing.record(60_000_000_000L);

        var lines = PrometheusText.write(registry, false).lines().toList();
        assertThat(lines)
                .contains(
                        "engine_time_seconds_bucket{le=\"5.0E-5\"} 1",
                        "engine_time_seconds_bucket{le=\"5.0E-4\"} 1",
                        "engine_time_seconds_bucket{le=\"0.001\"} 2",
                        "engine_time_seconds_bucket{le=\"10\"} 2",
                        "engine_time_seconds_bucket{le=\"+Inf\"} 3");
    }

    @Test
    void escapesWhatLabelsHold() {
        registry.counters("engine_things_total", "Things", "name")
                .with("a\"b\\c\nd")
                .increment();

        assertThat(PrometheusText.write(registry, false)).endsWith("{name=\"a\\\"b\\\\c\\nd\"} 1\n");
    }

    @Test
    void countsWhatIsBeyondTheBoundTogether() {
        var family = registry.counters("engine_things_total", "Things", "name");
        for (var i = 0; i < Family.MAX_SERIES + 10; i++) {
            family.with("thing" + i).increment();
        }

        assertThat(family.series()).hasSize(Family.MAX_SERIES + 1);
        assertThat(family.with("yet another").total()).isEqualTo(10);
    }

    @Test
    void keepsConsulsNamesInOpenMetrics() {
        registry.counter("consul.raft.apply", "Applied").add(3);
        registry.counter("engine_things_total", "Things");

        assertThat(PrometheusText.write(registry, true))
                .contains("# TYPE consul_raft_apply unknown\nconsul_raft_apply 3\n")
                .contains("# TYPE engine_things counter\nengine_things_total 0\n")
                .endsWith("# EOF\n");
    }

    @Test
    void showsWhatTheFilterLetsPassUnderThePrefix() {
        registry.counter("consul.raft.apply", "Applied");
        registry.counter("consul.raft.barrier", "Barriers");
        registry.counter("consul.kvs.apply", "Applied");
        registry.expose(new Exposition("acme", List.of("-acme.raft", "+acme.raft.apply"), true));

        assertThat(PrometheusText.write(registry, false))
                .contains("\nacme_raft_apply 0", "\nacme_kvs_apply 0")
                .doesNotContain("barrier", "consul");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void writesAllMetricsOfTheAgentWellFormed(boolean openMetrics) {
        HttpMeter.of("GET", "/v1/kv/").answered(200, false, System.nanoTime());
        var described = new HashSet<String>();
        for (var line : PrometheusText.write(Metrics.ALL, openMetrics).lines().toList()) {
            if (line.startsWith("# HELP")) {
                assertThat(described.add(line.split(" ")[2])).as(line).isTrue();
            } else if (!line.startsWith("#")) {
                assertThat(line).matches(SAMPLE);
                var name = line.split("[{ ]")[0];
                assertThat(Arrays.stream(new String[] {"", "_bucket", "_sum", "_count", "_total"})
                                .anyMatch(end -> name.endsWith(end)
                                        && described.contains(name.substring(0, name.length() - end.length()))))
                        .as(line)
                        .isTrue();
            }
        }
        assertThat(described).contains("consul_http_GET_v1_kv__");
    }
}
