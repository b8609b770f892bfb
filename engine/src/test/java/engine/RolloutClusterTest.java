package engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Rollouts and commands over three servers and five client agents. */
@Timeout(180)
final class RolloutClusterTest {
    private static final List<String> NODES = List.of("c1", "c2", "c3", "c4", "c5", "s1", "s2", "s3");

    @TempDir
    static Path dir;

    private static final String FAILS_C3 = "fail-c3";
    private static final String HOLDS_C4 = "hold-c4";

    private static Path ran;
    private static TestCluster cluster;

    @BeforeAll
    static void begin() throws Exception {
        ran = dir.resolve("ran");
        var file = Files.writeString(dir.resolve("all.conf"), """
                disable-remote-exec = false
                allow-remote-exec = ["echo *", "echo one | wc -l", "%2$s/slow"]
                trigger.step {
                  on { event = step }
                  run = ["/bin/sh", "-c", "echo + >> %1$s; echo $ENGINE_NODE >> %1$s; sleep 0.2; while [ -e %2$s/hold-$ENGINE_NODE ]; do sleep 0.05; done; echo - >> %1$s; test ! -e %2$s/fail-$ENGINE_NODE"]
                }
                """.formatted(ran, dir));
        // Prints, waits for a file, and prints again.
        Files.writeString(
                dir.resolve("slow"),
                "#!/bin/sh\necho begun on $ENGINE_NODE\nwhile [ ! -e %s/go ]; do sleep 0.05; done\necho done >&2\n"
                        .formatted(dir));
        assertThat(dir.resolve("slow").toFile().setExecutable(true)).isTrue();
        cluster = new TestCluster(dir, 3, 5, file);
        cluster.set("c5", "disable-remote-exec", true);
        cluster.startAll();
    }

    @AfterAll
    static void end() {
        cluster.close();
    }

    @BeforeEach
    void nobodyRan() throws IOException {
        Files.deleteIfExists(ran);
    }

    /** One test that fails takes no other with it. */
    @AfterEach
    void mend() throws IOException {
        for (var file : List.of(FAILS_C3, HOLDS_C4)) {
            Files.deleteIfExists(dir.resolve(file));
        }
        cluster.heal();
        cluster.servers().stream().filter(server -> !cluster.runs(server)).forEach(cluster::start);
        cluster.awaitWhole();
    }

    private static List<String> ran() {
        try {
            return Files.exists(ran)
                    ? Files.readAllLines(ran).stream()
                            .filter(line -> line.length() > 1)
                            .toList()
                    : List.of();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** How many were at work at once at most. */
    private static int atOnce() throws IOException {
        int now = 0;
        int most = 0;
        for (var line : Files.readAllLines(ran)) {
            now += line.equals("+") ? 1 : line.equals("-") ? -1 : 0;
            most = Math.max(most, now);
        }
        return most;
    }

    private static String start(String agent, String query) {
        var reply = cluster.api(agent).put("/v1/event/rollout/start/step?" + query, "payload");
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply.json().path("ID").asString();
    }

    private static JsonNode shown(String agent, String id) {
        return cluster.api(agent).get("/v1/event/rollout/show/" + id).json();
    }

    /** Waits until it is over with this status: an agent may not have heard of a retry yet. */
    private static JsonNode over(String agent, String id, String status) {
        var last = new AtomicReference<JsonNode>(JsonNodeFactory.instance.nullNode());
        Await.until("the rollout has " + status, Duration.ofSeconds(100), () -> {
            var rollout = shown(agent, id);
            last.set(rollout);
            return rollout.path("Over").asBoolean()
                    && rollout.path("Status").asString().equals(status);
        });
        return last.get();
    }

    private static List<String> statuses(JsonNode rollout) {
        var statuses = new ArrayList<String>();
        rollout.path("Nodes")
                .forEach(node -> statuses.add(
                        node.path("Node").asString() + " " + node.path("Status").asString()));
        return statuses;
    }

    @Test
    void nodesThatAreNamedGoInThatOrderAlsoInARetry() throws Exception {
        Files.createFile(dir.resolve(FAILS_C3));
        var id = start("c2", "order=given:s2,C3,c1&node=.");
        assertThat(statuses(over("s1", id, "failed"))).containsExactly("s2 succeeded", "c3 failed", "c1 skipped");
        Files.delete(dir.resolve(FAILS_C3));
        assertThat(cluster.api("c1").put("/v1/event/rollout/retry/" + id, "").status())
                .isEqualTo(200);
        assertThat(statuses(over("s3", id, "succeeded")))
                .containsExactly("s2 succeeded", "c3 succeeded", "c1 succeeded");
        for (var names : List.of("c1,c1", "c1,nobody", "c1,", "c2")) {
            var reply = cluster.api("s1").put("/v1/event/rollout/start/step?node=%5Ec1&order=given:" + names, "");
            assertThat(reply.status()).as(names).isEqualTo(400);
            assertThat(reply.body()).endsWith("nothing was started.");
        }
    }

    @Test
    void everyNodeRunsOnceInOrderThoughTheCoordinatorChangesTwice() throws Exception {
        var id = start("c1", "max-parallel=1&timeout=2m");
        Await.until("the first have run", () -> ran().size() >= 2);
        var first = cluster.leader();
        cluster.stop(first);
        Await.until("it goes on with another", Duration.ofSeconds(30), () -> ran().size() >= 4);
        cluster.start(first);
        var second = cluster.servers().stream()
                .filter(name -> !name.equals(first))
                .filter(name -> name.equals(leaderSeenBy(name)))
                .findFirst()
                .orElse("s1".equals(first) ? "s2" : "s1");
        cluster.servers().stream().filter(other -> !other.equals(second)).forEach(other -> cluster.cut(second, other));
        var witness = cluster.servers().stream()
                .filter(other -> !other.equals(second))
                .findFirst()
                .orElseThrow();
        Await.until(
                "another leads",
                Duration.ofSeconds(30),
                () -> !leaderSeenBy(witness).equals(second));
        cluster.heal();

        var rollout = over(witness, id, "succeeded");
        assertThat(ran()).containsExactlyElementsOf(NODES);
        assertThat(atOnce()).isEqualTo(1);
        assertThat(rollout.path("FiredBy").asString()).isEqualTo("c1");
    }

    private static String leaderSeenBy(String name) {
        var address = cluster.api(name).get("/v1/status/leader").json().asString();
        return cluster.servers().stream()
                .filter(each -> address.endsWith(":" + cluster.port(each, "server")))
                .findFirst()
                .orElse("");
    }

    @Test
    void aFailureStopsItAndARetryRunsWhatIsLeft() throws Exception {
        Files.createFile(dir.resolve(FAILS_C3));
        Files.createFile(dir.resolve(HOLDS_C4));
        var id = start("s1", "max-parallel=2&max-failures=0&node=%5Ec");
        Await.until("c3 has failed", () -> statuses(shown("s1", id)).contains("c3 failed"));
        Files.delete(dir.resolve(HOLDS_C4));
        var failed = over("s2", id, "failed");
        assertThat(statuses(failed)).contains("c1 succeeded", "c2 succeeded", "c3 failed", "c5 skipped");
        assertThat(failed.path("Nodes").get(2).path("Reason").asString()).isEqualTo("step failed: exit code 1");
        assertThat(ran()).doesNotContain("c5").doesNotHaveDuplicates();

        var before = ran();
        Files.delete(dir.resolve(FAILS_C3));
        assertThat(cluster.api("c2").put("/v1/event/rollout/retry/" + id, "").status())
                .isEqualTo(200);
        over("s3", id, "succeeded");
        var again = ran().subList(before.size(), ran().size());
        assertThat(again).contains("c3", "c5").doesNotContain("c1", "c2").doesNotHaveDuplicates();
        assertThat(atOnce()).isLessThanOrEqualTo(2);
        assertThat(cluster.api("s1").put("/v1/event/rollout/retry/" + id, "").status())
                .isEqualTo(409);
    }

    @Test
    void theCanaryIsAloneUntilItIsResumed() {
        var id = start("s1", "canary=1&pause&max-parallel=100%25&node=%5Ec");
        Await.until(
                "it is paused", () -> shown("s3", id).path("Status").asString().equals("paused-after-canary"));
        assertThat(ran()).containsExactly("c1");
        cluster.api("s2").put("/v1/event/rollout/resume/" + id, "");

        over("s1", id, "succeeded");
        assertThat(ran()).containsExactlyInAnyOrder("c1", "c2", "c3", "c4", "c5");
    }

    @Test
    void theNextNodeWaitsUntilTheChecksOfTheOneBeforePass() {
        var api = cluster.api("c1");
        api.put(
                "/v1/agent/check/register",
                "{\"Name\": \"slow\", \"ID\": \"slow\", \"TTL\": \"10m\", \"Status\": \"critical\"}");
        var id = start("s1", "until-healthy&healthy-timeout=60s&healthy-for=1s&node=%5Ec%5B12%5D");
        Await.until("it waits for the checks", () -> statuses(shown("s1", id)).contains("c1 awaiting-health"));
        assertThat(ran()).containsExactly("c1");
        api.put("/v1/agent/check/pass/slow", "");

        over("s1", id, "succeeded");
        assertThat(ran()).containsExactly("c1", "c2");
        api.put("/v1/agent/check/deregister/slow", "");
    }

    @Test
    void commandsRunWhereTheyAreAllowedAndAreAccountedFor() {
        var fired =
                cluster.api("c2").put("/v1/event/exec?node=%5Ec%5B45%5D", "{\"Command\": [\"echo\", \"a b\", \"c\"]}");
        assertThat(fired.status()).as(fired.body()).isEqualTo(200);
        var id = fired.json().path("ID").asString();
        Await.until(
                "both have told",
                () -> cluster.api("s1")
                        .get("/v1/event/runs/" + id)
                        .json()
                        .path("Complete")
                        .asBoolean());
        var runs = cluster.api("s1").get("/v1/event/runs/" + id).json();
        assertThat(runs.path("Runs")).hasSize(1);
        assertThat(runs.path("Runs").get(0).path("Node").asString()).isEqualTo("c4");
        assertThat(runs.path("Runs").get(0).path("Output").asString()).isEqualTo("a b c\n");
        assertThat(runs.path("Receipts").toString())
                .contains("this node runs no remote commands: disable-remote-exec is true");

        var audit = cluster.api("s2").get("/v1/event/audit?kind=exec").json();
        var entry = audit.get(audit.size() - 1);
        assertThat(entry.path("ID").asString()).isEqualTo(id);
        assertThat(entry.path("What").asString()).isEqualTo("echo a b c");
        assertThat(entry.path("By").asString()).isEqualTo("c2");
        assertThat(entry.path("Filters").path("node").asString()).isEqualTo("^c[45]");
        assertThat(entry.path("Nodes").path("c4").asString()).isEqualTo("succeeded");
        assertThat(entry.path("Nodes").path("c5").asString()).isEqualTo("nothing");
    }

    @Test
    void whatACommandPrintsOnAClientAgentIsSeenAtAnotherWhileItRuns() throws Exception {
        var fired = cluster.api("c2")
                .put("/v1/event/exec?node=%5E(c4%7Cs3)$", "{\"Command\": [\"%s/slow\"]}".formatted(dir));
        assertThat(fired.status()).as(fired.body()).isEqualTo(200);
        var runs = "/v1/event/runs/" + fired.json().path("ID").asString();
        Await.until(
                "their first lines are seen",
                () -> outputs("c2", runs).equals(List.of("c4 running begun on c4\n", "s3 running begun on s3\n")));
        var seen = cluster.api("c2").get(runs);
        var next = cluster.api("c2").getLater(runs + "?wait=30s&index=" + seen.index());

        Files.createFile(dir.resolve("go"));
        assertThat(next.get().index()).isGreaterThan(seen.index());
        Await.until(
                "both are over",
                () -> outputs("c2", runs)
                        .equals(List.of("c4 succeeded begun on c4\ndone\n", "s3 succeeded begun on s3\ndone\n")));
    }

    private static List<String> outputs(String agent, String path) {
        var outputs = new ArrayList<String>();
        cluster.api(agent)
                .get(path)
                .json()
                .path("Runs")
                .forEach(run -> outputs.add("%s %s %s"
                        .formatted(
                                run.path("Node").asString(),
                                run.path("Status").asString(),
                                run.path("Output").asString())));
        return outputs;
    }

    @Test
    void aRolloutOfACommandFailsWhereItIsNotAllowed() {
        var reply = cluster.api("s1")
                .put("/v1/event/rollout/exec?node=%5Ec%5B345%5D&max-failures=9", "{\"Shell\": \"echo one | wc -l\"}");
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        var rollout = over("s2", reply.json().path("ID").asString(), "succeeded");
        assertThat(statuses(rollout)).containsExactly("c3 succeeded", "c4 succeeded", "c5 failed");
        assertThat(rollout.path("Command").asString()).isEqualTo("echo one | wc -l");

        var refused = cluster.api("s1").put("/v1/event/rollout/exec?node=%5Ec4$", "{\"Shell\": \"echo two\"}");
        var failed = over("s2", refused.json().path("ID").asString(), "failed");
        assertThat(failed.path("Nodes").get(0).path("Reason").asString())
                .isEqualTo("allow-remote-exec of this node has no entry for this line for the shell");
        Await.until("s3 knows how it ended", () -> {
            var last = cluster.api("s3")
                    .get("/v1/event/audit?kind=rollout&limit=1")
                    .json()
                    .path(0);
            return last.path("What").asString().equals("echo two")
                    && last.path("Result").asString().equals("failed");
        });
    }

    @Test
    void whatCannotBeStartedIsSaid() {
        assertThat(cluster.api("s1")
                        .put("/v1/event/rollout/start/step?node=nobody", "")
                        .body())
                .isEqualTo("No node matches: nothing was started.");
        assertThat(cluster.api("s1")
                        .put("/v1/event/rollout/start/step?max-parallel=200%25", "")
                        .body())
                .isEqualTo("a percentage of nodes must be at most 100%, was 200%");
        assertThat(cluster.api("s1")
                        .put("/v1/event/rollout/start/step?order=sideways", "")
                        .status())
                .isEqualTo(400);
        assertThat(cluster.api("s1").put("/v1/event/rollout/pause/nothing", "").status())
                .isEqualTo(404);
    }
}
