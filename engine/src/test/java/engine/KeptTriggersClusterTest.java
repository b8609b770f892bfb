package engine;

import static org.assertj.core.api.Assertions.assertThat;

import engine.durable.KeptTexts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Triggers kept in a cluster of a server and two client agents: c1 permits some, c2 has one of its own. */
@Timeout(120)
final class KeptTriggersClusterTest {
    private static final Duration SOON = Duration.ofSeconds(15);

    @TempDir
    private Path dir;

    private TestCluster cluster;

    @BeforeEach
    void start() throws Exception {
        var own = dir.resolve("own.conf");
        Files.writeString(own, "trigger.deploy { on { event = deploy }, run = [echo, own] }, allow-triggers = [\"*\"]");
        cluster = new TestCluster(dir, 1, 1);
        cluster.define("c2", "c2", false, own);
        cluster.set("c1", "allow-triggers", List.of("deploy", "app-*"));
        cluster.startAll();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private static String trigger(String name, String says) {
        return "trigger." + name + " { on { event = deploy }, run = [echo, " + says + "] }";
    }

    private Api.Reply apply(String text) {
        return cluster.api("s1").put("/v1/event/trigger", text);
    }

    private String nodes(String name) {
        return cluster.api("s1")
                .get("/v1/event/trigger/" + name)
                .json()
                .get("Nodes")
                .toString();
    }

    /** Outputs of all runs of an event fired now, each with its node, once all is over. */
    private List<String> outputs() {
        var id = cluster.api("s1")
                .put("/v1/event/fire/deploy", "")
                .json()
                .get("ID")
                .asString();
        return outputs(id);
    }

    private List<String> outputs(String id) {
        Await.until(
                "the event is complete",
                () -> cluster.api("s1")
                        .get("/v1/event/runs/" + id)
                        .json()
                        .get("Complete")
                        .asBoolean());
        return cluster.api("s1").get("/v1/event/runs/" + id).json().get("Runs").values().stream()
                .map(run -> run.get("Node").asString() + " "
                        + run.get("Output").asString().strip())
                .sorted()
                .toList();
    }

    @Test
    void agentsRunWhatTheyPermitAsSoonAsItIsKeptAndNoLongerThanThat() {
        Await.until(
                "both have said what they permit",
                SOON,
                () -> cluster.api("s1")
                                .get("/v1/kv/.engine/trigger-node/?keys")
                                .json()
                                .size()
                        == 2);
        var applied = apply(trigger("deploy", "first"));
        assertThat(applied.status()).as(applied.body()).isEqualTo(200);
        assertThat(applied.json().get(0).get("Version").asInt()).isEqualTo(1);

        assertThat(nodes("deploy")).isEqualTo("{\"Run\":[\"c1\"],\"Refuse\":[\"s1\"],\"Define\":[\"c2\"],\"Fail\":{}}");
        Await.until("c1 runs it", SOON, () -> outputs().equals(List.of("c1 first", "c2 own")));

        apply(trigger("deploy", "second"));
        Await.until("c1 runs the new one", SOON, () -> outputs().equals(List.of("c1 second", "c2 own")));
        assertThat(cluster.api("c1")
                        .get("/v1/event/trigger/deploy")
                        .json()
                        .get("Version")
                        .asInt())
                .isEqualTo(2);

        assertThat(cluster.api("c1").delete("/v1/event/trigger/deploy").status())
                .isEqualTo(200);
        Await.until("c1 runs it no more", SOON, () -> outputs().equals(List.of("c2 own")));
        assertThat(cluster.api("c1").delete("/v1/event/trigger/deploy").status())
                .isEqualTo(404);
    }

    @Test
    void anAgentThatWasAwayMeetsWhatItMissedWithTheTriggersThatThereAre() {
        apply(trigger("deploy", "first"));
        Await.until("c1 runs it", SOON, () -> outputs().contains("c1 first"));
        cluster.stop("c1");

        apply(trigger("deploy", "second"));
        var between = cluster.api("s1")
                .put("/v1/event/fire/deploy", "")
                .json()
                .get("ID")
                .asString();
        apply(trigger("app-late", "late"));
        cluster.start("c1");

        Await.until(
                "c1 has told",
                () -> cluster.api("s1").get("/v1/event/runs/" + between).body().contains("\"Node\":\"c1\""));
        assertThat(outputs(between)).containsExactlyInAnyOrder("c1 second", "c2 own");
        Await.until(
                "c1 runs the late one for what came later",
                SOON,
                () -> outputs().equals(List.of("c1 late", "c1 second", "c2 late", "c2 own")));
    }

    @Test
    void withoutAServerAnAgentStartsWithTheTriggersOfBefore() {
        apply(trigger("deploy", "kept"));
        Await.until("c1 runs it", SOON, () -> outputs().contains("c1 kept"));
        cluster.stop("c1");
        cluster.stop("s1");

        cluster.start("c1");

        var known = new KnownTriggers(KeptTexts.of(
                engine.durable.LocalLog.open(copied("c1"), why -> {
                    throw new AssertionError(why);
                }),
                "triggers"));
        assertThat(known.all()).extracting(kept -> kept.name()).containsExactly("deploy");
    }

    /** The log on disk has one user at a time. */
    private Path copied(String agent) {
        try {
            var from = dir.resolve(agent).resolve("local");
            var to = Files.createDirectory(dir.resolve("copy"));
            try (var files = Files.list(from)) {
                for (var file : files.toList()) {
                    if (!file.getFileName().toString().contains("lock")) {
                        Files.copy(file, to.resolve(file.getFileName()));
                    }
                }
            }
            return to;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void whatCannotBeKeptIsRefusedWithASentenceAndNothingIsKept() {
        var reply = apply(trigger("a", "x") + "\ntrigger.b { on { event = deploy } }");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).startsWith("definition:2: trigger 'b'");
        assertThat(cluster.api("s1").get("/v1/event/triggers").body()).isEqualTo("[]");
    }

    @Test
    void itsKeysAreReadByAnybodyAndWrittenByNoOtherEndpoint() {
        apply(trigger("deploy", "first"));
        var api = cluster.api("s1");
        var key = ".engine/trigger/deploy";

        assertThat(api.get("/v1/kv/" + key + "?raw").body()).contains("trigger.deploy");
        assertThat(api.put("/v1/kv/" + key, "x").status()).isEqualTo(400);
        assertThat(api.put("/v1/kv/" + key + "?available", "x").status()).isEqualTo(400);
        assertThat(api.delete("/v1/kv/" + key).status()).isEqualTo(400);
        assertThat(api.delete("/v1/kv/?recurse").status()).isEqualTo(400);
        assertThat(api.delete("/v1/kv/.engine/?recurse").status()).isEqualTo(400);
        assertThat(api.put("/v1/kv-import", "[{\"key\":\"" + key + "\",\"value\":\"\"}]")
                        .status())
                .isEqualTo(400);
        for (var verb : List.of("set", "delete", "delete-tree")) {
            var step = "[{\"KV\":{\"Verb\":\"" + verb + "\",\"Key\":\"" + key + "\",\"Value\":\"\"}}]";
            assertThat(api.put("/v1/txn", step).status()).as(verb).isEqualTo(400);
        }
        assertThat(api.put("/v1/txn", "[{\"KV\":{\"Verb\":\"delete-tree\",\"Key\":\"\"}}]")
                        .status())
                .isEqualTo(400);
        assertThat(api.get("/v1/event/trigger/deploy").status()).isEqualTo(200);
        assertThat(api.delete("/v1/kv/other?recurse").status()).isEqualTo(200);
    }
}
