package engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Coordinates, and what an operator asks, in a cluster of three servers and a client agent. Each test has nodes of its own. */
@Timeout(180)
final class CoordinatesClusterTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private static Path dir;

    private static TestCluster cluster;

    @BeforeAll
    static void start() {
        cluster = new TestCluster(dir, 3, 1);
        cluster.startAll();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    /** The nodes that have measured something, as an agent answers. */
    private static Set<String> measured(String agent) {
        var names = new TreeSet<String>();
        for (var place : cluster.api(agent).get("/v1/coordinate/nodes").json()) {
            if (isSomewhere(place.path("Coord"))) {
                names.add(place.path("Node").asString());
            }
        }
        return names;
    }

    /** Its error says nothing: measurements that differ much bring it back to what it was in the beginning. */
    private static boolean isSomewhere(JsonNode coordinate) {
        return coordinate.path("Vec").valueStream().anyMatch(part -> part.asDouble() != 0);
    }

    private static List<String> near(String agent, String node) {
        var names = new ArrayList<String>();
        for (var each : cluster.api(agent).get("/v1/catalog/nodes?near=" + node).json()) {
            if (each.path("Node").asString().startsWith("ext")) {
                names.add(each.path("Node").asString());
            }
        }
        return names;
    }

    private static void external(String name, String at) {
        var api = cluster.api("c1");
        assertThat(api.put("/v1/catalog/register", "{\"Node\":\"" + name + "\",\"Address\":\"10.1.0.1\"}")
                        .body())
                .isEqualTo("true");
        assertThat(api.put(
                                "/v1/coordinate/update",
                                "{\"Node\":\"" + name + "\",\"Coord\":{\"Vec\":[" + at
                                        + ",0,0,0,0,0,0,0],\"Error\":0.1,\"Adjustment\":0,\"Height\":0.00001}}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void allAgentsAreSomewhereOnAllServersAndNearOrdersByIt() {
        var all = new TreeSet<>(List.of("c1", "s1", "s2", "s3"));
        for (var agent : all) {
            Await.until(
                    agent + " knows where all are", SOON, () -> measured(agent).containsAll(all));
        }
        assertThat(isSomewhere(cluster.api("c1").get("/v1/agent/self").json().path("Coord")))
                .isTrue();

        external("ext1", "1");
        external("ext2", "3");
        external("ext3", "1.5");
        for (var agent : all) {
            Await.until(
                    agent + " orders by what one server was told",
                    SOON,
                    () -> near(agent, "ext1").equals(List.of("ext1", "ext3", "ext2")));
            assertThat(near(agent, "EXT2")).containsExactly("ext2", "ext3", "ext1");
            assertThat(near(agent, "_agent")).containsExactly("ext1", "ext3", "ext2");
            assertThat(near(agent, "nobody")).containsExactly("ext1", "ext2", "ext3");
        }
    }

    @Test
    void whatIsGoneIsNowhereAndWhoWaitsIsTold() {
        external("gone1", "1");
        var api = cluster.api("s2");
        Await.until(
                "s2 knows where it is",
                SOON,
                () -> api.get("/v1/coordinate/node/gone1").status() == 200);
        assertThat(cluster.api("c1")
                        .put("/v1/catalog/deregister", "{\"Node\":\"gone1\"}")
                        .body())
                .isEqualTo("true");
        Await.until(
                "s2 has forgotten it",
                SOON,
                () -> api.get("/v1/coordinate/node/gone1").status() == 404);

        external("gone2", "1");
        Await.until(
                "s2 knows where it is",
                SOON,
                () -> api.get("/v1/coordinate/node/gone2").status() == 200);
        var known = api.get("/v1/coordinate/node/gone2");
        var began = System.nanoTime();
        var waiting = waitFor(known.index());
        external("gone2", "2");
        var told = waiting.join();
        // The index is that of all coordinates: who asks after another node has moved is answered at once, and asks
        // again.
        while (x(told) == 1) {
            told = waitFor(told.index()).join();
        }
        assertThat(x(told)).isEqualTo(2);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
    }

    private static CompletableFuture<Api.Reply> waitFor(long index) {
        return cluster.api("s2").getLater("/v1/coordinate/node/gone2?wait=60s&index=" + index);
    }

    private static double x(Api.Reply reply) {
        return reply.json().get(0).path("Coord").path("Vec").get(0).asDouble();
    }

    @Test
    void theServersAreConfiguredAndLedAnew() {
        var path = "/v1/operator/autopilot/configuration";
        assertThat(cluster.api("c1").put(path + "?cas=0", "{\"MinQuorum\":5}").body())
                .isEqualTo("false");
        assertThat(cluster.api("c1")
                        .put(path + "?cas=1", "{\"MinQuorum\":3,\"CleanupDeadServers\":true}")
                        .body())
                .isEqualTo("true");
        assertThat(cluster.api("c1").put(path + "?cas=1", "{\"MinQuorum\":5}").body())
                .isEqualTo("false");
        for (var server : cluster.servers()) {
            Await.until(
                    server + " has the configuration",
                    SOON,
                    () -> cluster.api(server).get(path).json().path("MinQuorum").asInt() == 3);
        }
        assertThat(cluster.api("s1").put("/v1/kv/.engine/autopilot", "x").status())
                .isEqualTo(400);

        Await.until("all servers are healthy", SOON, () -> {
            var health = cluster.api("s1").get("/v1/operator/autopilot/health").json();
            return health.path("Healthy").asBoolean()
                    && health.path("FailureTolerance").asInt() == 1;
        });

        var before = cluster.leader();
        var wanted = cluster.servers().stream()
                .filter(name -> !name.equals(before))
                .findFirst()
                .orElseThrow();
        var id = cluster.api(wanted)
                .get("/v1/agent/self")
                .json()
                .path("Config")
                .path("NodeID")
                .asString();
        var asked = cluster.servers().stream()
                .filter(name -> !name.equals(before) && !name.equals(wanted))
                .findFirst()
                .orElseThrow();
        var reply = cluster.api(asked).post("/v1/operator/raft/transfer-leader?id=" + id);
        assertThat(reply.body()).isEqualTo("{\"Success\":true}");
        Await.until(wanted + " leads", SOON, () -> cluster.leader().equals(wanted));
        assertThat(cluster.api(asked)
                        .post("/v1/operator/raft/transfer-leader?id=nobody")
                        .status())
                .isEqualTo(500);
    }
}
