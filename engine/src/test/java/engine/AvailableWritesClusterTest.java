package engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Keys written without a majority, on three servers and a client agent. */
@Timeout(120)
final class AvailableWritesClusterTest {
    @TempDir
    static Path dir;

    private static TestCluster cluster;

    @BeforeAll
    static void begin() {
        cluster = new TestCluster(dir, 3, 1);
        cluster.startAll();
        cluster.leader();
    }

    @AfterAll
    static void end() {
        cluster.close();
    }

    @AfterEach
    void mend() {
        cluster.heal();
    }

    private static void done(Api.Reply reply) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo("true");
    }

    private static String raw(Api api, String key) {
        var reply = api.get("/v1/kv/" + key + "?raw");
        return reply.status() == 404 ? "absent" : reply.body();
    }

    private static boolean isAvailable(Api api, String key) {
        return api.get("/v1/kv/" + key).json().path(0).path("Available").asBoolean();
    }

    /** All servers have the same, and nothing waits to be settled. */
    private static void awaitSettled(String key, String value) {
        for (var server : cluster.servers()) {
            var api = cluster.api(server);
            Await.until(
                    key + " is " + value + " on " + server,
                    () -> raw(api, key).equals(value) && !isAvailable(api, key));
        }
    }

    private static void awaitEverywhere(String key, String value) {
        for (var server : cluster.servers()) {
            Await.until(key + " is there", () -> raw(cluster.api(server), key).equals(value));
        }
    }

    private static List<String> operations(Api api, String key) {
        return api.get("/v1/kv-changes/" + key)
                .json()
                .valueStream()
                .filter(change -> change.path("Key").asString().equals(key))
                .map(change -> change.path("Operation").asString())
                .toList();
    }

    @Test
    void aServerThatIsCutOffTakesThemAndTheMajorityTakesThemOver() throws Exception {
        var leader = cluster.leader();
        var alone = cluster.servers().stream()
                .filter(name -> !name.equals(leader))
                .findFirst()
                .orElseThrow();
        var majority = cluster.api(leader);
        var minority = cluster.api(alone);
        for (var key : List.of("cut/changed", "cut/deleted", "cut/conflict", "cut/both")) {
            done(majority.put("/v1/kv/" + key + "?flags=7", "before"));
            awaitEverywhere(key, "before");
        }
        var waiting = minority.getLater("/v1/kv/cut/changed?raw&wait=60s&index="
                + minority.get("/v1/kv/cut/changed").index());
        for (var other : cluster.servers()) {
            if (!other.equals(alone)) {
                cluster.cut(alone, other);
            }
        }
        // Here it is done and seen at once.
        done(minority.put("/v1/kv/cut/changed?available&flags=8", "here"));
        done(minority.put("/v1/kv/cut/conflict?available", "here"));
        done(minority.put("/v1/kv/cut/new?available", "first"));
        done(minority.put("/v1/kv/cut/new?available", "here"));
        done(minority.delete("/v1/kv/cut/deleted?available"));
        done(minority.put("/v1/kv/cut/both?available", "here"));
        assertThat(waiting.get(15, TimeUnit.SECONDS).body()).isEqualTo("here");
        for (var consistency : List.of("", "&stale", "&available")) {
            assertThat(minority.get("/v1/kv/cut/changed?raw" + consistency).body())
                    .isEqualTo("here");
        }
        assertThat(raw(minority, "cut/deleted")).isEqualTo("absent");
        var listed = minority.get("/v1/kv/cut/?recurse").json();
        assertThat(listed.valueStream().map(each -> each.path("Key").asString()))
                .containsExactly("cut/both", "cut/changed", "cut/conflict", "cut/new");
        assertThat(listed.path(1).path("Available").asBoolean()).isTrue();
        assertThat(listed.path(1).path("Flags").asInt()).isEqualTo(8);
        assertThat(listed.path(3).path("ModifyIndex").asInt()).isZero();
        assertThat(minority.get("/v1/kv/cut/?keys").json()).hasSize(4);
        // Nobody else has it, and nothing consistent is done or told here.
        assertThat(raw(majority, "cut/changed")).isEqualTo("before");
        var refused = minority.put("/v1/kv/cut/changed", "x");
        assertThat(refused.status()).isEqualTo(500);
        assertThat(refused.body()).matches("(No quorum|unknown outcome): .*");
        assertThat(minority.get("/v1/kv/cut/changed?consistent").status()).isEqualTo(500);
        // The others go on.
        Await.until(
                "the majority writes",
                () -> majority.put("/v1/kv/cut/conflict", "there").status() == 200);
        done(majority.put("/v1/kv/cut/both?available", "there"));
        Await.until("it is taken over there", () -> !isAvailable(majority, "cut/both"));
        var conflicts = majority.get("/v1/kv-conflicts/");
        assertThat(conflicts.json()).isEmpty();
        var toldOfConflicts = majority.getLater("/v1/kv-conflicts/?wait=60s&index=" + conflicts.index());

        cluster.heal();
        awaitSettled("cut/changed", "here");
        awaitSettled("cut/new", "here");
        awaitSettled("cut/deleted", "absent");
        awaitSettled("cut/conflict", "there");
        // Of two such writes the later one counts.
        awaitSettled("cut/both", "there");
        assertThat(operations(majority, "cut/changed"))
                .contains("take-over")
                .last()
                .isEqualTo("take-over");
        assertThat(operations(majority, "cut/new")).containsExactly("take-over");
        assertThat(minority.get("/v1/kv/cut/changed")
                        .json()
                        .path(0)
                        .path("Flags")
                        .asInt())
                .isEqualTo(8);

        var told = toldOfConflicts.get(10, TimeUnit.SECONDS);
        assertThat(told.index()).isGreaterThan(conflicts.index());
        assertThat(told.json()).hasSize(1);
        var conflict = told.json().path(0);
        assertThat(conflict.path("Key").asString()).isEqualTo("cut/conflict");
        assertThat(conflict.path("Operation").asString()).isEqualTo("set");
        assertThat(conflict.path("Value").asString()).isEqualTo("aGVyZQ==");
        assertThat(conflict.path("By").asString()).isEqualTo("127.0.0.1");
        assertThat(conflict.path("Found").asLong())
                .isEqualTo(majority.get("/v1/kv/cut/conflict")
                        .json()
                        .path(0)
                        .path("ModifyIndex")
                        .asLong())
                .isGreaterThan(conflict.path("BasedOn").asLong());
        Await.until(
                "all know it", () -> minority.get("/v1/kv-conflicts/cut").json().size() == 1);
        var atMinority = minority.get("/v1/kv-conflicts/").index();
        var forgotten = minority.getLater("/v1/kv-conflicts/?wait=60s&index=" + atMinority);
        var path =
                "/v1/kv-conflicts/cut/conflict?stamp=" + conflict.path("Stamp").asString();
        done(majority.delete(path));
        assertThat(majority.delete(path).body()).isEqualTo("false");
        assertThat(forgotten.get(10, TimeUnit.SECONDS).body()).isEqualTo("[]");
    }

    @Test
    void withTheMajorityThereTheyAreTakenOverAtOnceThroughAnyAgent() {
        var client = cluster.api("c1");
        for (var i = 0; i < 20; i++) {
            done(client.put("/v1/kv/whole/" + i % 3 + "?available", "v" + i));
            assertThat(raw(client, "whole/" + i % 3)).isEqualTo("v" + i);
        }
        done(client.delete("/v1/kv/whole/0?available"));
        assertThat(raw(client, "whole/0")).isEqualTo("absent");
        awaitSettled("whole/0", "absent");
        awaitSettled("whole/1", "v19");
        awaitSettled("whole/2", "v17");
        assertThat(operations(cluster.api("s1"), "whole/1")).containsOnly("take-over");
        assertThat(client.get("/v1/kv-conflicts/whole/").body()).isEqualTo("[]");
        assertThat(client.get("/v1/kv/whole/1?available&consistent").status()).isEqualTo(400);
        assertThat(client.put("/v1/kv/whole/1?available", new byte[(512 << 10) + 1])
                        .status())
                .isEqualTo(413);
    }

    @Test
    void theySurviveTheEndOfTheirServerAndOfTheLeader() {
        done(cluster.api("s1").put("/v1/kv/kept", "before"));
        awaitEverywhere("kept", "before");
        cluster.stop("s2", "s3");
        done(cluster.api("s1").put("/v1/kv/kept?available", "alone"));
        done(cluster.api("s1").put("/v1/kv/kept-too?available", "alone"));
        cluster.restart("s1");
        var alone = cluster.api("s1");
        assertThat(alone.get("/v1/kv/kept?raw&available").body()).isEqualTo("alone");
        assertThat(alone.get("/v1/kv/kept-too?raw&stale").body()).isEqualTo("alone");
        var refused = alone.get("/v1/kv/kept");
        assertThat(refused.status()).isEqualTo(500);
        assertThat(refused.body()).startsWith("No quorum");
        cluster.start("s2", "s3");
        cluster.awaitWhole();
        awaitSettled("kept", "alone");
        awaitSettled("kept-too", "alone");
        assertThat(operations(cluster.api("s2"), "kept-too")).containsExactly("take-over");
    }
}
