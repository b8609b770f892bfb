package engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Decisions about checks in a whole agent. Each test has names of its own. */
@Timeout(60)
final class CheckDecisionsTest {
    @TempDir
    private static Path dir;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Running running;

    @BeforeAll
    static void start() throws Exception {
        var file = Files.writeString(dir.resolve("agent.conf"), """
                node-name = n1
                checks = [
                  { id = file, name = "a file", script = "cat %s/state; test -e %s/good", interval = 1h, initial-delay = 1h
                    on-fail = "make the file" }
                  { id = loop-a, name = a, all-of = [loop-b] }
                  { id = loop-b, name = b, all-of = [loop-a] }
                ]
                """.formatted(dir, dir));
        running = new Running(file);
    }

    @AfterAll
    static void end() {
        running.close();
    }

    private static void register(String check) {
        var reply = running.api().put("/v1/agent/check/register", check);
        assertThat(reply.status()).describedAs(reply.body()).isEqualTo(200);
    }

    private static void tell(String id, String status) {
        assertThat(running.api()
                        .put("/v1/agent/check/update/" + id, "{\"Status\": \"" + status + "\", \"Output\": \"told\"}")
                        .status())
                .isEqualTo(200);
    }

    private static JsonNode check(String id) {
        return running.api().get("/v1/agent/checks").json().get(id);
    }

    private static void awaitStatus(String id, String status) {
        Await.until(
                id + " is " + status, () -> check(id).get("Status").asString().equals(status));
    }

    @Test
    void aCheckThatIsRunOnDemandIsAnsweredWithWhatItFound() throws Exception {
        Files.writeString(dir.resolve("state"), "empty");
        var failed = running.api().put("/v1/agent/check/run/file", "").json();
        assertThat(failed.get("Output").asString()).isEqualTo("empty\nOn failure: make the file");
        Files.writeString(dir.resolve("good"), "");
        var passed = running.api().put("/v1/agent/check/run/file", "").json();
        assertThat(passed.get("Status").asString()).isEqualTo("passing");
        assertThat(check("file")).isEqualTo(passed);
        var history = running.api().get("/v1/agent/check/history/file").json();
        assertThat(history.get("Changes").asLong()).isEqualTo(2);
        assertThat(history.get("Transitions").get(1).get("To").asString()).isEqualTo("passing");
        assertThat(running.api().put("/v1/agent/check/run/nope", "").status()).isEqualTo(404);
    }

    @Test
    void onlyWhatCanRunIsRun() {
        register("{\"Name\": \"told\", \"TTL\": \"1h\"}");
        assertThat(running.api().put("/v1/agent/check/run/told", "").status()).isEqualTo(400);
    }

    @Test
    void checksOfOtherChecksFollowThem() {
        register("{\"Name\": \"a1\", \"TTL\": \"1h\"}");
        register("{\"Name\": \"a2\", \"TTL\": \"1h\"}");
        register("{\"Name\": \"any\", \"AnyOf\": [\"a1\", \"a2\"]}");
        register("{\"Name\": \"child\", \"TTL\": \"1h\", \"DependsOn\": [\"any\"]}");
        tell("a1", "passing");
        awaitStatus("any", "passing");
        tell("child", "critical");
        awaitStatus("child", "critical");
        tell("a1", "critical");
        awaitStatus("any", "critical");
        awaitStatus("child", "warning");
        assertThat(check("child").get("Output").asString())
                .isEqualTo("Suppressed: depends on check 'any', which is critical. told");
    }

    @Test
    void aCheckThatWouldDependOnItselfIsRefused() {
        register("{\"Name\": \"c1\", \"TTL\": \"1h\", \"DependsOn\": [\"c2\"]}");
        var reply = running.api().put("/v1/agent/check/register", "{\"Name\": \"c2\", \"AllOf\": [\"c1\"]}");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).isEqualTo("check 'c2' would depend on itself: c2 -> c1 -> c2");
        assertThat(check("loop-b").get("Status").asString()).isEqualTo("critical");
        assertThat(check("loop-b").get("Output").asString())
                .isEqualTo("check 'loop-b' would depend on itself: loop-b -> loop-a -> loop-b");
    }
}
