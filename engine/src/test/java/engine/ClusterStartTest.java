package engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Agents find each other in whatever order they start, and again after all were stopped. */
@Timeout(60)
final class ClusterStartTest {
    @TempDir
    Path dir;

    private static void register(Api api, String service, int port) {
        var reply = api.put(
                "/v1/agent/service/register",
                "{\"Name\": \"%s\", \"Port\": %d, \"Check\": {\"CheckID\": \"%s-ttl\", \"TTL\": \"10m\", \"Status\": \"warning\"}}"
                        .formatted(service, port, service));
        assertThat(reply.status()).describedAs(reply.body()).isEqualTo(200);
    }

    /** Status by check, with its since-when by way of its index. */
    private static Map<String, String> checks(Api api, String service) {
        var checks = new TreeMap<String, String>();
        for (var check : api.get("/v1/health/checks/" + service).json()) {
            checks.put(
                    check.path("CheckID").asString(),
                    check.path("Status").asString() + " " + check.path("Output").asString());
        }
        return checks;
    }

    @Test
    void allAreFoundInAnyOrderAndAgainInAnyOtherWithTheirState() {
        var seed = new Random().nextLong();
        var random = new Random(seed);
        try (var cluster = new TestCluster(dir, 3, 1)) {
            var order = new ArrayList<>(cluster.names());
            Collections.shuffle(order, random);
            cluster.start(order.toArray(String[]::new));
            cluster.awaitWhole();
            register(cluster.api("c1"), "kept", 4100);
            cluster.api("c1").put("/v1/agent/check/fail/kept-ttl?note=as+told", "");
            assertThat(cluster.api("s1").put("/v1/kv/kept", "value").body()).isEqualTo("true");
            Await.until(
                    "it is told",
                    () -> checks(cluster.api("s2"), "kept").equals(Map.of("kept-ttl", "critical as told")));
            var index = cluster.api("s2").get("/v1/kv/kept").index();

            Collections.shuffle(order, random);
            cluster.stop(order.toArray(String[]::new));
            Collections.shuffle(order, random);
            cluster.start(order.toArray(String[]::new));
            cluster.awaitWhole();
            for (var name : cluster.names()) {
                var api = cluster.api(name);
                assertThat(api.get("/v1/kv/kept?raw").body())
                        .describedAs("seed %d, %s", seed, name)
                        .isEqualTo("value");
                assertThat(api.get("/v1/kv/kept").index()).isGreaterThanOrEqualTo(index);
                assertThat(checks(api, "kept")).isEqualTo(Map.of("kept-ttl", "critical as told"));
            }
        }
    }

    @Test
    void aClientAgentWithoutAServerGoesOnAndTellsThemLater() throws Exception {
        try (var cluster = new TestCluster(dir, 1, 1)) {
            cluster.start("c1");
            var alone = cluster.agent("c1");
            register(alone.api(), "early", 4101);
            assertThat(alone.portsOf("early")).isEqualTo(List.of(4101));
            alone.api()
                    .put(
                            "/v1/agent/check/register",
                            "{\"Name\": \"runs\", \"Interval\": \"1s\", \"Args\": [\"/bin/sh\", \"-c\", \"echo ran\"]}");
            Await.until(
                    "checks run",
                    () -> alone.api()
                            .get("/v1/agent/checks")
                            .json()
                            .path("runs")
                            .path("Output")
                            .asString()
                            .contains("ran"));
            var refused = alone.api().get("/v1/catalog/nodes");
            assertThat(refused.status()).isEqualTo(500);
            assertThat(refused.body()).contains("No known Consul servers");

            cluster.start("s1");
            cluster.awaitWhole();
            Await.until(
                    "they are told", () -> cluster.agent("s1").portsOf("early").equals(List.of(4101)));
            cluster.stop("s1");
            assertThat(alone.portsOf("early")).isEqualTo(List.of(4101));
            register(alone.api(), "between", 4102);
            alone.api().put("/v1/agent/service/deregister/early", "");
            assertThat(alone.portsOf("early")).isEmpty();
            cluster.start("s1");
            cluster.awaitWhole();
            Await.until(
                    "they are told",
                    () -> cluster.agent("s1").portsOf("between").equals(List.of(4102))
                            && cluster.agent("s1").portsOf("early").isEmpty());
        }
    }
}
