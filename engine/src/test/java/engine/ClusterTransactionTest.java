package engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Transactions over the catalog and keys, asked of three servers and a client agent. */
@Timeout(120)
final class ClusterTransactionTest {
    @TempDir
    static Path dir;

    private static TestCluster cluster;

    @BeforeAll
    static void begin() {
        cluster = new TestCluster(dir, 3, 1);
        cluster.startAll();
    }

    @AfterAll
    static void end() {
        cluster.close();
    }

    private static String node(String verb, String node, int n, long index) {
        return "{\"Node\": {\"Verb\": \"%s\", \"Node\": {\"Node\": \"%s\", \"Address\": \"10.0.0.1\", \"Meta\": {\"n\": \"%d\"}, \"ModifyIndex\": %d}}}"
                .formatted(verb, node, n, index);
    }

    private static String key(String key, int n) {
        return "{\"KV\": {\"Verb\": \"set\", \"Key\": \"%s\", \"Value\": \"%s\"}}"
                .formatted(
                        key,
                        Base64.getEncoder().encodeToString(Integer.toString(n).getBytes(UTF_8)));
    }

    @Test
    void whatAnyAgentIsAskedForIsDoneOnAllServersTheSame() {
        for (var agent : List.of("s1", "s2", "s3", "c1")) {
            var name = "by-" + agent;
            var reply = cluster.api(agent)
                    .put("/v1/txn", "[" + node("set", name, 1, 0) + "," + key("by/" + agent, 1) + "]");
            assertThat(reply.status()).describedAs(reply.body()).isEqualTo(200);
            var node = reply.json().path("Results").get(0).path("Node");
            for (var server : cluster.servers()) {
                var api = cluster.api(server);
                Await.until(
                        server + " has it",
                        () -> api.get("/v1/catalog/node/" + name)
                                .json()
                                .path("Node")
                                .equals(node));
                assertThat(api.get("/v1/kv/by/" + agent + "?raw").body()).isEqualTo("1");
            }
            var gone = cluster.api(agent).put("/v1/txn", "[" + node("delete", name, 0, 0) + "]");
            assertThat(gone.status()).describedAs(gone.body()).isEqualTo(200);
            for (var server : cluster.servers()) {
                var api = cluster.api(server);
                Await.until(
                        "it is gone on " + server,
                        () -> api.get("/v1/catalog/node/" + name).json().isNull());
            }
        }
    }

    /** Of the adder that reads, adds one and writes on condition: none of what it was told is done is lost or done in part. */
    @Test
    void conditionsOnTheCatalogHoldAmongTransactionsOfAllAgents() throws Exception {
        var begun = cluster.api("s1").put("/v1/txn", "[" + node("set", "sum", 0, 0) + "," + key("sum", 0) + "]");
        assertThat(begun.status()).isEqualTo(200);
        for (var agent : cluster.names()) {
            Await.until(
                    agent + " has what is added to",
                    () -> cluster.api(agent).put("/v1/txn", READ).status() == 200);
        }
        var added = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var adders = List.of("s1", "s2", "s3", "c1").stream()
                    .<Callable<Void>>map(agent -> () -> {
                        for (var i = 0; i < 25; i++) {
                            if (adds(cluster.api(agent))) {
                                added.incrementAndGet();
                            }
                        }
                        return null;
                    })
                    .toList();
            for (var adder : threads.invokeAll(adders, 90, TimeUnit.SECONDS)) {
                adder.get();
            }
        }
        assertThat(added.get()).isPositive();
        for (var agent : cluster.names()) {
            Await.until(
                    agent + " has all " + added,
                    () -> sum(cluster.api(agent)).equals(Map.of("node", added.get(), "key", added.get())));
        }
    }

    private static final String READ =
            "[{\"Node\": {\"Verb\": \"get\", \"Node\": {\"Node\": \"sum\"}}}, {\"KV\": {\"Verb\": \"get\", \"Key\": \"sum\"}}]";

    /** Node and key as one transaction that only reads shows them. */
    private static Map<String, Integer> sum(Api api) {
        var results = api.put("/v1/txn", READ).json().path("Results");
        return Map.of("node", number(results.get(0)), "key", value(results.get(1)));
    }

    private static int number(JsonNode result) {
        return Integer.parseInt(result.path("Node").path("Meta").path("n").asString());
    }

    private static int value(JsonNode result) {
        return Integer.parseInt(new String(
                Objects.requireNonNull(result.path("KV").path("Value").binaryValue()), UTF_8));
    }

    private static boolean adds(Api api) {
        var results = api.put("/v1/txn", READ).json().path("Results");
        var n = number(results.get(0));
        assertThat(value(results.get(1))).isEqualTo(n);
        var index = results.get(0).path("Node").path("ModifyIndex").asLong();
        var reply = api.put("/v1/txn", "[" + node("cas", "sum", n + 1, index) + "," + key("sum", n + 1) + "]");
        assertThat(reply.status()).describedAs(reply.body()).isIn(200, 409);
        return reply.status() == 200;
    }

    @Test
    void aServerThatStartsAgainDoesNotBringBackWhatWasWrittenOverSince() {
        var api = cluster.api("s1");
        for (var operation :
                List.of(node("set", "goes", 1, 0), node("set", "stays", 1, 0), node("set", "changes", 1, 0))) {
            assertThat(api.put("/v1/txn", "[" + operation + "," + key("again", 1) + "]")
                            .status())
                    .isEqualTo(200);
        }
        assertThat(api.put("/v1/catalog/deregister", "{\"Node\": \"goes\"}").status())
                .isEqualTo(200);
        assertThat(api.put("/v1/catalog/register", "{\"Node\": \"changes\", \"Address\": \"10.0.0.2\"}")
                        .status())
                .isEqualTo(200);
        var stays = api.get("/v1/catalog/node/stays").json();
        var changes = api.get("/v1/catalog/node/changes").json();
        cluster.restart("s2");
        cluster.awaitWhole();
        var again = cluster.api("s2");
        Await.until("s2 has the log", () -> again.get("/v1/kv/again?consistent").status() == 200);
        assertThat(again.get("/v1/catalog/node/goes").json().isNull()).isTrue();
        assertThat(again.get("/v1/catalog/node/stays").json()).isEqualTo(stays);
        assertThat(again.get("/v1/catalog/node/changes").json()).isEqualTo(changes);
        assertThat(changes.path("Node").path("Address").asString()).isEqualTo("10.0.0.2");
    }

    @Test
    void withoutAMajorityTheCatalogIsReadAndNothingIsDone() {
        cluster.api("s1").put("/v1/txn", "[" + node("set", "cut", 1, 0) + "]");
        for (var server : cluster.servers()) {
            Await.until(
                    server + " has it",
                    () -> !cluster.api(server)
                            .get("/v1/catalog/node/cut")
                            .json()
                            .isNull());
        }
        cluster.cut("s1", "s3");
        cluster.cut("s2", "s3");
        try {
            var api = cluster.api("s3");
            var read = "[{\"Node\": {\"Verb\": \"get\", \"Node\": {\"Node\": \"cut\"}}}]";
            assertThat(api.put("/v1/txn", read).status()).isEqualTo(200);
            var refused = api.put("/v1/txn?wait=1s", "[" + node("set", "cut", 2, 0) + "]");
            assertThat(refused.status()).describedAs(refused.body()).isEqualTo(500);
            assertThat(number(api.put("/v1/txn", read).json().path("Results").get(0)))
                    .isEqualTo(1);
        } finally {
            cluster.heal();
        }
        cluster.leader();
    }
}
