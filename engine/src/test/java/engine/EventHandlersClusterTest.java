package engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Serf's event handlers on a client agent, c1, beside a server and another agent, c2. */
@Timeout(120)
final class EventHandlersClusterTest {
    @TempDir
    private Path dir;

    private TestCluster cluster;

    @BeforeEach
    void start() {
        cluster = new TestCluster(dir, 1, 2);
        cluster.set("c1", "node-meta", Map.of("role", "web", "a-b", "c"));
        cluster.set(
                "c1",
                "event-handlers",
                List.of(
                        "member-join,member-leave,member-failed=(echo $SERF_EVENT; cat) >> " + dir.resolve("members"),
                        "user:deploy=env | grep ^SERF_ | sort; while read line; do echo \"got $line\"; done",
                        "query=echo \"$SERF_EVENT $SERF_QUERY_NAME $SERF_SELF_NAME\""));
        cluster.startAll();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    /** What c1 printed for an event. */
    private String output(String name, String payload) {
        var id = cluster.api("s1")
                .put("/v1/event/fire/" + name, payload)
                .json()
                .get("ID")
                .asString();
        Await.until(
                "the event is complete",
                () -> cluster.api("s1")
                        .get("/v1/event/runs/" + id)
                        .json()
                        .get("Complete")
                        .asBoolean());
        var runs = cluster.api("s1").get("/v1/event/runs/" + id).json().get("Runs");
        assertThat(runs.size()).isEqualTo(1);
        return runs.get(0).get("Output").asString();
    }

    @Test
    void aUserEventIsHandedOverAsSerfDoes() {
        assertThat(output("deploy", "1.4.2")).matches("""
                SERF_EVENT=user
                SERF_SELF_NAME=c1
                SERF_SELF_ROLE=web
                SERF_TAG_A_B=c
                SERF_TAG_ROLE=web
                SERF_USER_EVENT=deploy
                SERF_USER_LTIME=\\d+
                got 1.4.2
                """);
    }

    @Test
    void aQueryIsNoUserEventAndItsAnswerIsWhatIsPrinted() {
        assertThat(output("query:load", "")).isEqualTo("query load c1\n");
    }

    @Test
    void membersThatComeAndGoAreTold() throws Exception {
        var file = dir.resolve("members");
        Files.writeString(file, "");
        var back = "member-join\nc2\t127.0.0.1\t\t\n";
        // Who goes before it is known who was there is no news: then it is done again.
        for (var i = 0; i < 3 && !Files.readString(file).endsWith(back); i++) {
            cluster.stop("c2");
            Await.until(
                    "c2 is seen to fail",
                    () -> cluster.api("c1").get("/v1/health/node/c2").body().contains("critical"));
            cluster.start("c2");
            Await.until(
                    "c2 is seen to be back",
                    () -> !cluster.api("c1").get("/v1/health/node/c2").body().contains("critical"));
            LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
        }
        assertThat(Files.readString(file)).endsWith(back);

        cluster.stop("c2");

        Await.until(
                "c1 is told that c2 has gone",
                () -> Files.readString(file).endsWith("member-failed\nc2\t127.0.0.1\t\t\n"));
    }
}
