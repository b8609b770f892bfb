package engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
