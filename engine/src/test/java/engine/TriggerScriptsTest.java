package engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Programs and payloads that mean harm to an agent that runs them, and what it records. */
@Timeout(120)
final class TriggerScriptsTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final long GIGABYTE = 1L << 30;

    @TempDir
    private static Path dir;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Running running;

    @BeforeAll
    static void start() throws IOException {
        Files.writeString(dir.resolve("data"), "no program");
        var garbage = Files.write(dir.resolve("garbage"), new byte[] {0x7f, 'E', 'L', 'F', 0, 1, 2, 3});
        assertThat(garbage.toFile().setExecutable(true)).isTrue();
        running = new Running(Files.writeString(dir.resolve("agent.conf"), """
                trigger {
                  hangs { on { event = harm }, run = "trap '' TERM INT HUP; while :; do sleep 1; done", timeout = 1s }
                  forks {
                    on { event = harm }
                    run = "i=0; while [ $i -lt 100 ]; do setsid sleep 1000 & echo $!; i=$((i+1)); done; wait"
                    timeout = 2s
                  }
                  closes { on { event = harm }, run = "exec 0<&- 1>&- 2>&-; exit 5" }
                  gone { on { event = harm }, run = "kill -9 $$" }
                  binary { on { event = harm }, run = "head -c 1000 /dev/urandom" }
                  large { on { event = harm }, run = "head -c %1$d /dev/zero; printf end" }
                  missing { on { event = harm }, run = [%2$s/none] }
                  forbidden { on { event = harm }, run = [%2$s/data] }
                  folder { on { event = harm }, run = [%2$s] }
                  garbage { on { event = harm }, run = [%2$s/garbage] }
                  fine { on { event = harm }, run = "echo fine" }
                  payload { on { event = payload }, run = "cat > %2$s/$ENGINE_EVENT_ID" }
                }
                """.formatted(GIGABYTE, dir)));
    }

    @AfterAll
    static void end() {
        running.close();
    }

    private static String fire(String name, byte[] payload) {
        var reply = running.api().put("/v1/event/fire/" + name, payload);
        assertThat(reply.status()).describedAs(reply.body()).isEqualTo(200);
        return reply.json().get("ID").asString();
    }

    /** The runs of an event by trigger, when all are over. */
    private static Map<String, JsonNode> runs(String id) {
        var runs = new HashMap<String, JsonNode>();
        Await.until("all runs are over", LONG, () -> {
            var state = running.api().get("/v1/event/runs/" + id).json();
            state.get("Runs").forEach(run -> runs.put(run.get("Trigger").asString(), run));
            return state.get("Complete").asBoolean();
        });
        return runs;
    }

    @Test
    void everyProgramThatMeansHarmHasAClearRecord() {
        var runs = runs(fire("harm", "x".repeat(60_000).getBytes(UTF_8)));

        var told = new LinkedHashMap<String, String>();
        for (var run : List.of("hangs", "forks", "closes", "gone", "missing", "forbidden", "folder", "fine")) {
            told.put(run, text(runs, run, "Status") + ": " + text(runs, run, "Reason"));
        }
        var cannot = "failed: could not be started: there is no program '%s' that can be run";
        assertThat(told)
                .containsExactly(
                        Map.entry("hangs", "timed-out: killed after 1s"),
                        Map.entry("forks", "timed-out: killed after 2s"),
                        Map.entry("closes", "failed: exit code 5"),
                        Map.entry("gone", "failed: exit code 137: ended by signal 9 (KILL)"),
                        Map.entry("missing", cannot.formatted(dir.resolve("none"))),
                        Map.entry("forbidden", cannot.formatted(dir.resolve("data"))),
                        Map.entry("folder", cannot.formatted(dir)),
                        Map.entry("fine", "succeeded: "));
        assertThat(text(runs, "garbage", "Status")).isEqualTo("failed");
        assertThat(text(runs, "garbage", "Reason")).isNotEmpty();
        assertThat(text(runs, "binary", "Status")).isEqualTo("succeeded");
        assertThat(text(runs, "binary", "Output")).isNotEmpty();
        assertThat(text(runs, "large", "Status")).isEqualTo("succeeded");
        assertThat(text(runs, "large", "Output")).hasSize(4096).endsWith("end");
        assertThat(field(runs, "large", "OutputDropped").asLong()).isEqualTo(GIGABYTE + 3 - 4096);
        var left = text(runs, "forks", "Output").lines().map(Long::valueOf).toList();
        assertThat(left).hasSizeGreaterThan(50);
        Await.until("nothing is left of them", () -> left.stream().noneMatch(TriggerScriptsTest::isAlive));
    }

    private static String text(Map<String, JsonNode> runs, String trigger, String field) {
        return field(runs, trigger, field).asString();
    }

    private static JsonNode field(Map<String, JsonNode> runs, String trigger, String field) {
        return Objects.requireNonNull(runs.get(trigger), trigger).get(field);
    }

    /** A process that has ended may stay in the table until its parent looks; that one has no command line. */
    private static boolean isAlive(long pid) {
        try {
            return Files.readAllBytes(Path.of("/proc", Long.toString(pid), "cmdline")).length > 0;
        } catch (IOException _) {
            return false;
        }
    }

    @Test
    void aPayloadOfAnyBytesReachesTheProgramAsItIs() throws IOException {
        var random = new Random(7);
        var payloads = new ArrayList<>(List.of(
                new byte[0],
                new byte[] {0},
                new byte[64 << 10],
                "\n".getBytes(UTF_8),
                "$(touch x) `id` '\"; exit 1 %s %n {{payload}} ${x} \\\r\n".getBytes(UTF_8)));
        for (var size : List.of(256, 4_095, 64 << 10)) {
            var bytes = new byte[size];
            random.nextBytes(bytes);
            payloads.add(bytes);
        }
        for (var payload : payloads) {
            var id = fire("payload", payload);
            assertThat(text(runs(id), "payload", "Status")).isEqualTo("succeeded");
            assertThat(Files.readAllBytes(dir.resolve(id))).isEqualTo(payload);
        }
    }
}
