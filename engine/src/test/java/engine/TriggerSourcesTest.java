package engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A whole agent whose triggers wait for other things than events. */
@Timeout(90)
final class TriggerSourcesTest {
    @TempDir
    private static Path dir;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Running running;

    @BeforeAll
    static void start() throws Exception {
        running = new Running(Files.writeString(dir.resolve("agent.conf"), """
                node-name = n1
                node-meta { role = lb }
                trigger {
                  keys {
                    on { kv { prefix = "app/" } }
                    run = "echo $ENGINE_KV_KEY $ENGINE_KV_OPERATION $ENGINE_KV_OLD_VALUE $ENGINE_KV_VALUE >> %1$s/keys"
                  }
                  others { on { kv { prefix = "app/" } }, where { meta { role = db } }, run = "echo no >> %1$s/others" }
                  down {
                    on { check { service = db, to = critical } }
                    run = "echo $ENGINE_CHECK_NODE $ENGINE_CHECK_FROM $ENGINE_CHECK_STATUS >> %1$s/down"
                  }
                  held { on { check { service = db, to = critical, for = 300ms } }, run = "echo held >> %1$s/held" }
                  web {
                    on { service = web }
                    run = "echo $ENGINE_SERVICE_CHANGE $ENGINE_SERVICE_ID $ENGINE_SERVICE_STATUS >> %1$s/web"
                  }
                  one { on { kv { key = one } }, once = cluster, run = "echo one >> %1$s/one" }
                }
                watches = [
                  { type = key, key = watched, args = [/bin/sh, -c, "echo $CONSUL_INDEX >> %1$s/index; cat >> %1$s/watched"] }
                  { type = key, key = reloaded, args = [/bin/true] }
                  { type = event, name = deploy, args = [/bin/sh, -c, "cat >> %1$s/deployed"] }
                ]
                """.formatted(dir)));
    }

    @AfterAll
    static void end() {
        running.close();
    }

    private static List<String> lines(String file) {
        try {
            var path = dir.resolve(file);
            return Files.exists(path) ? Files.readAllLines(path) : List.of();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void put(String path, String body) {
        var reply = running.api().put(path, body);
        assertThat(reply.status()).describedAs(reply.body()).isEqualTo(200);
    }

    private static JsonNode history(String trigger) {
        return running.api().get("/v1/event/history?name=" + trigger).json();
    }

    /** Does something that runs a trigger until it does: then it has seen what there was before. */
    private static void awake(String file, Runnable cause) {
        Await.until("trigger wakes for " + file, () -> {
            cause.run();
            return !lines(file).isEmpty();
        });
    }

    @Test
    void eachChangeOfAKeyRunsItsTriggerOnce() {
        var tries = new int[1];
        awake("keys", () -> put("/v1/kv/app/first", "" + ++tries[0]));
        put("/v1/kv/app/x", "1");
        put("/v1/kv/app/x", "2");
        put("/v1/kv/other", "3");
        running.api().delete("/v1/kv/app/x");
        Await.until("the deletion is told", () -> lines("keys").contains("app/x delete 2"));
        assertThat(lines("keys").stream().filter(line -> line.startsWith("app/x")))
                .containsExactly("app/x set 1", "app/x set 1 2", "app/x delete 2");
        assertThat(lines("others")).isEmpty();
        Await.until("the history has it", () -> {
            var known = history("keys");
            return known.get(known.size() - 1).get("Cause").asString().equals("key 'app/x': delete");
        });
        var past = history("keys");
        assertThat(past.get(past.size() - 1).get("Event").get("Payload").isNull())
                .isTrue();
        var id = past.get(past.size() - 1).get("Event").get("ID").asString();
        Await.until(
                "the run is over",
                () -> running.api()
                        .get("/v1/event/runs/" + id)
                        .json()
                        .get("Complete")
                        .asBoolean());
        for (var event : running.api().get("/v1/event/list").json()) {
            assertThat(event.get("Name").asString()).isNotEqualTo("keys");
        }
    }

    @Test
    void aCheckThatFailsRunsItsTriggerAndAgainWhenItHasFailedForLong() {
        put(
                "/v1/agent/service/register",
                "{\"Name\": \"db\", \"Check\": {\"CheckID\": \"db\", \"TTL\": \"10m\", \"Status\": \"passing\"}}");
        awake("down", () -> {
            put("/v1/agent/check/pass/db", "");
            put("/v1/agent/check/fail/db", "");
        });
        assertThat(lines("down").getFirst()).isEqualTo("n1 passing critical");
        Await.until("it has failed for long", () -> !lines("held").isEmpty());
    }

    @Test
    void anInstanceThatComesAndGoesRunsItsTrigger() {
        var tries = new int[1];
        awake("web", () -> {
            tries[0]++;
            put("/v1/agent/service/register", "{\"Name\": \"web\", \"ID\": \"first%d\"}".formatted(tries[0]));
        });
        put(
                "/v1/agent/service/register",
                "{\"Name\": \"web\", \"ID\": \"w\", \"Check\": {\"CheckID\": \"w\", \"TTL\": \"10m\", \"Status\": \"passing\"}}");
        Await.until("it came", () -> lines("web").stream().anyMatch(line -> line.startsWith("come w ")));
        Await.until("it passes", () -> {
            put("/v1/agent/check/pass/w", "");
            return status("w").equals("passing");
        });
        put("/v1/agent/check/fail/w", "");
        Await.until("it fails", () -> lines("web").contains("health w critical"));
        put("/v1/agent/service/deregister/w", "");
        Await.until("it went", () -> lines("web").contains("go w"));
    }

    private static String status(String check) {
        return running.api()
                .get("/v1/agent/checks")
                .json()
                .get(check)
                .get("Status")
                .asString();
    }

    @Test
    void whatRunsOnceInTheClusterIsClaimedByAKey() {
        var tries = new int[1];
        awake("one", () -> put("/v1/kv/one", "" + ++tries[0]));
        assertThat(running.api().get("/v1/kv/.engine/once/one/?keys").json().size())
                .isPositive();
    }

    @Test
    void watchesHandOverWhatConsulHandsOver() {
        put("/v1/kv/watched", "1");
        Await.until("the key is handed over", () -> !lines("watched").isEmpty());
        assertThat(lines("watched").getFirst())
                .startsWith("{\"LockIndex\":0,\"Key\":\"watched\",\"Flags\":0,\"Value\":\"MQ==\",\"CreateIndex\":")
                .endsWith(",\"Session\":\"\"}");
        assertThat(lines("index").getFirst()).matches("\\d+");
        put("/v1/event/fire/deploy", "x");
        Await.until("the event is handed over", () -> !lines("deployed").isEmpty());
        assertThat(lines("deployed").getFirst())
                .contains("\"Name\":\"deploy\",\"Payload\":\"eA==\"")
                .startsWith("[{\"ID\":");
    }

    @Test
    void aReloadRunsNothing() throws Exception {
        put("/v1/kv/reloaded", "0");
        Await.until(
                "the key is handed over", () -> history("watch/key/reloaded").size() == 1);
        running.reload().toCompletableFuture().get();
        put("/v1/kv/reloaded", "again");
        Await.until("it goes on", () -> history("watch/key/reloaded").size() > 1);
        assertThat(history("watch/key/reloaded").size()).isEqualTo(2);
    }
}
