package engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What triggers wait for, on a server and on a client agent, and what one of the two runs. */
@Timeout(120)
final class TriggerSourcesClusterTest {
    @TempDir
    Path dir;

    private Path configuration() throws IOException {
        return Files.writeString(dir.resolve("agent.conf"), """
                trigger {
                  each { on { kv { prefix = "k/" } }, run = "echo $ENGINE_NODE $ENGINE_KV_VALUE >> %1$s/each" }
                  keyed { on { kv { prefix = "k/" } }, once = cluster, run = "echo $ENGINE_KV_VALUE >> %1$s/keyed" }
                  fired { on { event = e }, once = cluster, run = "echo $ENGINE_EVENT_PAYLOAD >> %1$s/fired" }
                }
                """.formatted(dir));
    }

    private static void register(Api api, String status) {
        var answer = api.put("/v1/catalog/register", """
                {"Node": "box", "Address": "10.0.0.9", "Service": {"Service": "db", "ID": "db"},
                 "Check": {"Node": "box", "CheckID": "db", "Name": "db", "ServiceID": "db", "Status": "%s"}}
                """.formatted(status));
        assertThat(answer.status()).describedAs(answer.body()).isEqualTo(200);
    }

    @Test
    void anAgentThatWasAwayRunsWhatDiffersFromWhatItSawOnceAndNothingElse() throws Exception {
        var file = Files.writeString(dir.resolve("away.conf"), """
                trigger {
                  checks {
                    on { check { service = db } }
                    run = "echo check $ENGINE_CHECK_FROM $ENGINE_CHECK_STATUS >> %1$s/$ENGINE_NODE.saw"
                  }
                  all { on { check {} }, run = "echo all $ENGINE_CHECK_NODE $ENGINE_CHECK_STATUS >> %1$s/$ENGINE_NODE.saw" }
                  own { on { service = own }, run = "echo own $ENGINE_SERVICE_CHANGE >> %1$s/$ENGINE_NODE.saw" }
                  db {
                    on { service = db }
                    run = "echo service $ENGINE_SERVICE_CHANGE $ENGINE_SERVICE_STATUS >> %1$s/$ENGINE_NODE.saw"
                  }
                  nodes {
                    on { node { change = [join, leave, fail, return] } }
                    run = "echo node $ENGINE_NODE_NAME $ENGINE_NODE_CHANGE >> %1$s/$ENGINE_NODE.saw"
                  }
                  shared { on { check { service = db } }, once = cluster, run = "echo shared >> %1$s/$ENGINE_NODE.saw" }
                }
                services = [{ name = own }]
                """.formatted(dir));
        try (var cluster = new TestCluster(dir, 1, 1, file)) {
            cluster.startAll();
            var server = cluster.api("s1");
            var tries = new int[1];
            Await.until("the agent sees checks", () -> {
                register(server, tries[0]++ % 2 == 0 ? "warning" : "passing");
                var seen = lines("c1.saw");
                return List.of("check", "all", "service").stream()
                        .allMatch(word -> seen.stream().anyMatch(line -> line.startsWith(word + " ")));
            });
            // That nothing waits or runs is so too before it begins: what it has not seen before tells that it is up to
            // date.
            register(server, "critical");
            Await.until("it is told", () -> told("critical"));
            Files.delete(dir.resolve("c1.saw"));
            register(server, "passing");
            Await.until("it is told too", () -> told("passing"));
            Await.until("nothing waits", () -> idle(server));
            cluster.agent("c1").close();
            Files.delete(dir.resolve("c1.saw"));

            register(server, "warning");
            register(server, "critical");
            cluster.start("c1");

            Await.until(
                    "what differs is told",
                    Duration.ofSeconds(40),
                    () -> lines("c1.saw").size() >= 3);
            Await.until("nothing waits", () -> idle(server));
            assertThat(lines("c1.saw"))
                    .containsExactly("all box critical", "check passing critical", "service health critical");
        }
    }

    /** Whether the three triggers of checks have run for this status on the client agent. */
    private boolean told(String status) throws IOException {
        var seen = lines("c1.saw");
        return Stream.of("check", "all", "service")
                .allMatch(word ->
                        seen.stream().anyMatch(line -> line.startsWith(word + " ") && line.endsWith(" " + status)));
    }

    /** Whether no run waits or goes on. */
    private static boolean idle(Api api) {
        return api.get("/v1/event/history?status=queued").json().isEmpty()
                && api.get("/v1/event/history?status=running").json().isEmpty();
    }

    private List<String> lines(String file) throws IOException {
        var path = dir.resolve(file);
        return Files.exists(path) ? Files.readAllLines(path).stream().sorted().toList() : List.of();
    }

    private static Map<String, Integer> runs(Api api, String id) {
        var statuses = new TreeMap<String, Integer>();
        api.get("/v1/event/runs/" + id)
                .json()
                .get("Runs")
                .forEach(run -> statuses.merge(run.get("Status").asString(), 1, Integer::sum));
        return statuses;
    }

    @Test
    void bothSeeEveryChangeAndOneRunsWhatOneRuns() throws Exception {
        try (var cluster = new TestCluster(dir, 1, 1, configuration())) {
            cluster.startAll();
            var server = cluster.api("s1");
            var tries = new int[1];
            Await.until("both see keys", () -> {
                server.put("/v1/kv/k/first", "warm" + ++tries[0]);
                var seen = lines("each");
                return seen.stream().anyMatch(line -> line.startsWith("s1 "))
                        && seen.stream().anyMatch(line -> line.startsWith("c1 "));
            });

            for (var i = 0; i < 5; i++) {
                server.put("/v1/kv/k/x", "v" + i);
            }
            Await.until("both have run each", () -> lines("each").containsAll(List.of("c1 v4", "s1 v4")));
            assertThat(lines("each").stream().filter(line -> line.contains(" v")))
                    .containsExactly(
                            "c1 v0", "c1 v1", "c1 v2", "c1 v3", "c1 v4", "s1 v0", "s1 v1", "s1 v2", "s1 v3", "s1 v4");

            var ids = new ArrayList<String>();
            for (var i = 0; i < 5; i++) {
                ids.add(server.put("/v1/event/fire/e", "e" + i).json().get("ID").asString());
            }
            Await.until(
                    "all that was fired is over",
                    () -> ids.stream()
                            .allMatch(id -> server.get("/v1/event/runs/" + id)
                                    .json()
                                    .get("Complete")
                                    .asBoolean()));
            assertThat(ids).allSatisfy(id -> assertThat(runs(server, id)).hasToString("{elsewhere=1, succeeded=1}"));
            assertThat(lines("fired")).containsExactly("e0", "e1", "e2", "e3", "e4");

            Await.until("all that one runs is over", () -> lines("keyed").contains("v4"));
            Await.until("the other says so", () -> {
                var over = 0;
                for (var past : server.get("/v1/event/history?name=keyed").json()) {
                    over += past.get("Runs").hasNonNull("elsewhere") ? 1 : 0;
                }
                return over >= 5;
            });
            assertThat(lines("keyed").stream().filter(line -> line.startsWith("v")))
                    .containsExactly("v0", "v1", "v2", "v3", "v4");
        }
    }
}
