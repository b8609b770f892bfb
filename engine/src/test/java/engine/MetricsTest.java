package engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

/** A running server's metrics: all there from the first scrape on, and right after something was done. */
final class MetricsTest {
    private static Running server;
    private static Map<String, Double> first;

    @BeforeAll
    static void start() {
        server = new Running();
        first = scrape();
    }

    @AfterAll
    static void end() {
        server.close();
    }

    /** Samples by name and labels as written. */
    private static Map<String, Double> scrape() {
        var found = new HashMap<String, Double>();
        server.api()
                .get("/v1/agent/metrics?format=prometheus")
                .body()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> found.put(
                        line.substring(0, line.lastIndexOf(' ')),
                        Double.valueOf(line.substring(line.lastIndexOf(' ') + 1).replace("Inf", "Infinity"))));
        return found;
    }

    @Test
    void areAllThereFromTheFirstScrapeOn() {
        server.api().put("/v1/kv/some", "value");
        assertThat(scrape().keySet()).isEqualTo(first.keySet());
        assertThat(first)
                .containsKeys(
                        "engine_http_requests_total{method=\"DELETE\",path=\"/v1/kv/\",status=\"2xx\"}",
                        "engine_dns_queries_total{transport=\"udp\",type=\"SRV\"}",
                        "engine_check_runs_total{kind=\"http\",status=\"critical\"}",
                        "consul_http_GET_v1_kv___count",
                        "consul_kvs_apply_count",
                        "consul_runtime_alloc_bytes",
                        "process_open_fds",
                        "jvm_gc_seconds_total")
                .containsEntry("engine_leader_known", 1.0)
                .containsEntry("consul_autopilot_healthy", 1.0)
                .containsEntry("engine_members{role=\"server\",status=\"alive\"}", 1.0);
        assertThat(first.get("process_resident_memory_bytes")).isGreaterThan(10e6);
    }

    @Test
    void tellWhatWasDone() throws Exception {
        var before = scrape();
        server.api().put("/v1/kv/counted", "value");
        server.api().get("/v1/kv/nothing-here");
        server.resolve("consul.service.consul.", Type.A);
        server.api().put("/v1/event/fire/counted", "");
        var after = scrape();

        assertThat(more(before, after, "engine_http_requests_total{method=\"PUT\",path=\"/v1/kv/\",status=\"2xx\"}"))
                .isEqualTo(1);
        assertThat(more(before, after, "engine_http_requests_total{method=\"GET\",path=\"/v1/kv/\",status=\"4xx\"}"))
                .isEqualTo(1);
        assertThat(more(before, after, "consul_kvs_apply_count")).isEqualTo(1);
        assertThat(more(before, after, "engine_raft_apply_duration_seconds_count"))
                .isPositive();
        assertThat(more(before, after, "engine_dns_queries_total{transport=\"udp\",type=\"A\"}"))
                .isEqualTo(1);
        assertThat(more(before, after, "engine_dns_answers_total{rcode=\"NOERROR\"}"))
                .isEqualTo(1);
        assertThat(more(before, after, "engine_events_fired_total")).isEqualTo(1);
        assertThat(more(before, after, "engine_kv_keys")).isEqualTo(1);
    }

    @Test
    void countQueriesThatWait() {
        var index = server.api().get("/v1/catalog/nodes").index();
        var waiting = server.api().getLater("/v1/catalog/nodes?wait=30s&index=" + index);
        Await.until("the query is parked", () -> scrape().getOrDefault("engine_http_blocking_queries", 0.0) == 1);

        server.api().put("/v1/catalog/register", "{\"Node\":\"other\",\"Address\":\"127.0.0.9\"}");
        waiting.join();
        assertThat(scrape()).containsEntry("engine_http_blocking_queries", 0.0);
    }

    @Test
    void haveTheFormOfConsul() {
        var metrics = server.api().get("/v1/agent/metrics").json();
        assertThat(metrics.propertyNames()).containsExactly("Timestamp", "Gauges", "Points", "Counters", "Samples");
        assertThat(metrics.get("Timestamp").asString()).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d0 \\+0000 UTC");
        assertThat(metrics.get("Samples").get(0).propertyNames())
                .containsExactly("Name", "Count", "Rate", "Sum", "Min", "Max", "Mean", "Stddev", "Labels");
        assertThat(metrics.get("Gauges").get(0).propertyNames()).containsExactly("Name", "Value", "Labels");
        assertThat(metrics.get("Gauges").findValuesAsString("Name")).contains("consul.runtime.alloc_bytes");
    }

    private static double more(Map<String, Double> before, Map<String, Double> after, String name) {
        return after.getOrDefault(name, Double.NaN) - before.getOrDefault(name, Double.NaN);
    }
}
