package engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Checks of nodes without an agent, probed by three servers, or by a client agent that is designated. */
@Timeout(180)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ExternalChecksClusterTest {
    private static final Duration TAKEN_OVER = Duration.ofSeconds(10);
    private static final String CHECKS = "/v1/external-checks";

    @TempDir
    static Path dir;

    private static TestCluster cluster;

    @BeforeAll
    static void begin() {
        cluster = new TestCluster(dir, 3, 1);
        cluster.set("c1", "external-checks", Map.of("probe", "true", "scripts", true));
        cluster.start("s1", "s2", "s3");
        cluster.awaitWhole();
    }

    @AfterAll
    static void end() {
        cluster.close();
    }

    /** In the form of the manual of consul-esm. */
    private static void register(String node, int checks, int port) {
        var all = new StringBuilder();
        for (var i = 0; i < checks; i++) {
            all.append(i == 0 ? "" : ",").append("""
                    {"Node": "%s", "CheckID": "service:web%d", "Name": "Web TCP check", "Notes": "", "Status": "passing",
                     "ServiceID": "web1",
                     "Definition": {"TCP": "127.0.0.1:%d", "Interval": "1s", "Timeout": "1s",
                                    "DeregisterCriticalServiceAfter": "30m"}}""".formatted(node, i, port));
        }
        var reply = cluster.api("s1").put("/v1/catalog/register", """
                {"Datacenter": "dc1", "Node": "%s", "Address": "127.0.0.1",
                 "TaggedAddresses": {"lan": "127.0.0.1"},
                 "NodeMeta": {"external-node": "true", "external-probe": "true"},
                 "Service": {"ID": "web1", "Service": "web", "Tags": ["v1"], "Port": %d},
                 "Checks": [%s]}""".formatted(node, port, all));
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    }

    private static void deregister(String node) {
        cluster.api("s1").put("/v1/catalog/deregister", "{\"Node\": \"%s\"}".formatted(node));
    }

    private static String status(String server, String node, String check) {
        for (var each : cluster.api(server).get("/v1/health/node/" + node).json()) {
            if (each.path("CheckID").asString().equals(check)) {
                return each.path("Status").asString();
            }
        }
        return "";
    }

    /** How many checks each prober has, as a server sees it. */
    private static Map<String, Integer> loads(String server) {
        var loads = new TreeMap<String, Integer>();
        for (var check : cluster.api(server).get(CHECKS).json().path("Checks")) {
            loads.merge(check.path("Prober").asString(), 1, Integer::sum);
        }
        return loads;
    }

    @Test
    @Order(1)
    void eachIsProbedByOneServerTheyAreSpreadEvenlyAndAllAgree() throws IOException {
        try (var target = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            register("ext1", 8, target.getLocalPort());
            for (var server : cluster.servers()) {
                Await.until(
                        server + " has all, three for each",
                        () -> loads(server).equals(Map.of("s1", 3, "s2", 3, "s3", 3)));
            }
            Await.until(
                    "the node is alive",
                    () -> status("s2", "ext1", "externalNodeHealth").equals("passing"));
            Await.until("probes come", () -> {
                try (var connection = target.accept()) {
                    return connection.isConnected();
                }
            });
        }
        for (var i = 0; i < 8; i++) {
            var check = "service:web" + i;
            Await.until(
                    check + " is critical", () -> status("s3", "ext1", check).equals("critical"));
        }
    }

    @Test
    @Order(2)
    void theRegistrationStaysAsItIs() {
        var found = check("service:web3");
        assertThat(found.path("Definition").toString())
                .isEqualTo("{\"Interval\":\"1s\",\"Timeout\":\"1s\",\"DeregisterCriticalServiceAfter\":\"30m0s\","
                        + "\"TCP\":\"127.0.0.1:%d\"}".formatted(port(found)));
        assertThat(found.path("Type").asString()).isEqualTo("tcp");
        assertThat(found.path("ServiceTags").toString()).isEqualTo("[\"v1\"]");
        assertThat(found.path("Output").asString()).contains("connection refused");
    }

    private static int port(JsonNode check) {
        return Integer.parseInt(check.path("Definition").path("TCP").asString().split(":")[1]);
    }

    @Test
    @Order(3)
    void whatIsDeregisteredDoesNotComeBack() {
        register("ext2", 6, 1);
        Await.until("it is probed", () -> status("s2", "ext2", "service:web0").equals("critical"));
        deregister("ext2");
        register("ext3", 6, 1);
        deregister("ext3");
        // Longer than the checks take to find something, and to be given up.
        LockSupport.parkNanos(Duration.ofSeconds(4).toNanos());
        for (var server : cluster.servers()) {
            for (var node : Set.of("ext2", "ext3")) {
                assertThat(cluster.api(server).get("/v1/catalog/node/" + node).body())
                        .isEqualTo("null");
                assertThat(cluster.api(server).get("/v1/health/node/" + node).body())
                        .isEqualTo("[]");
            }
        }
    }

    @Test
    @Order(4)
    void whenAProberGoesTheOthersTakeOver() throws IOException {
        var gone = "s3";
        cluster.cut("s1", gone);
        cluster.cut("s2", gone);
        var start = System.nanoTime();
        Await.until("two servers have all", TAKEN_OVER, () -> {
            var loads = loads("s1");
            return loads.keySet().equals(new TreeSet<>(Set.of("s1", "s2")));
        });
        try (var target = new ServerSocket(port(check("service:web0")), 50, InetAddress.getLoopbackAddress())) {
            assertThat(target.isBound()).isTrue();
            for (var i = 0; i < 8; i++) {
                var check = "service:web" + i;
                for (var server : List.of("s1", "s2")) {
                    Await.until(
                            check + " is passing for " + server,
                            () -> status(server, "ext1", check).equals("passing"));
                }
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
            assertThat(loads(gone)).as("without a majority nobody probes").containsOnlyKeys("");
        }
        cluster.heal();
        Await.until(
                "three servers have all",
                Duration.ofSeconds(60),
                () -> loads("s1").size() == 3);
    }

    @Test
    @Order(5)
    void serversTellTheSameHistoryAlsoAfterARestart() {
        var path = CHECKS + "/history/service:web0?node=EXT1";
        for (var server : List.of("s1", "s2")) {
            Await.until(server + " tells that the target came and went", () -> {
                var last = lastTwo(changes(server, path));
                return last.getFirst().endsWith("critical passing")
                        && last.getLast().endsWith("passing critical");
            });
        }
        // Of what came before they may have seen two changes as one.
        var changes = changes("s2", path);
        assertThat(lastTwo(changes)).isEqualTo(lastTwo(changes("s1", path)));

        cluster.restart("s2");
        cluster.awaitWhole();
        assertThat(changes("s2", path)).isEqualTo(changes);
    }

    private static List<String> lastTwo(List<String> changes) {
        return changes.size() < 2 ? List.of("", "") : changes.subList(changes.size() - 2, changes.size());
    }

    private static List<String> changes(String server, String path) {
        var changes = new ArrayList<String>();
        for (var each : cluster.api(server).get(path).json().path("Transitions")) {
            changes.add("%s %s %s"
                    .formatted(
                            each.path("At").asString(),
                            each.path("From").asString(),
                            each.path("To").asString()));
        }
        return changes;
    }

    private static JsonNode check(String id) {
        for (var each : cluster.api("s2").get("/v1/health/checks/web").json()) {
            if (each.path("CheckID").asString().equals(id)) {
                return each;
            }
        }
        throw new AssertionError("there is no check " + id);
    }

    @Test
    @Order(6)
    void aDesignatedAgentDoesAllOfItAndServersDoWhenItIsGone() {
        cluster.start("c1");
        Await.until(
                "the client agent has all",
                TAKEN_OVER.multipliedBy(2),
                () -> loads("s1").keySet().equals(Set.of("c1")));
        cluster.api("s1").put("/v1/catalog/register", """
                {"Node": "ext4", "Address": "127.0.0.1", "NodeMeta": {"external-node": "true"},
                 "Check": {"CheckID": "s", "Name": "a script", "Status": "critical",
                           "Definition": {"ScriptArgs": ["/bin/sh", "-c", "echo done"], "Interval": "1s"}}}""");
        Await.until(
                "the client agent runs programs",
                () -> status("s2", "ext4", "s").equals("passing"));

        cluster.stop("c1");
        Await.until("servers have all", TAKEN_OVER, () -> loads("s1").keySet().equals(Set.of("s1", "s2", "s3")));
        Await.until("servers do not", () -> status("s2", "ext4", "s").equals("critical"));
        assertThat(cluster.api("s2").get("/v1/health/node/ext4").body()).contains("external-checks.scripts = true");
    }
}
