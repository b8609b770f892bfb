package engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An agent in a process of its own that is killed, or stopped, while triggers run. */
@Timeout(240)
final class TriggerKillTest {
    private static final Duration START_LIMIT = Duration.ofSeconds(40);

    @TempDir
    private Path dir;

    private final List<Process> agents = new ArrayList<>();

    @AfterEach
    void endAll() throws Exception {
        for (var agent : agents) {
            agent.destroy();
            agent.waitFor();
        }
        for (var line : begun()) {
            ProcessHandle.of(Long.parseLong(line.split(" ")[2])).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    /** Each start of a program: trigger, payload, process. */
    private List<String> begun() throws IOException {
        var file = dir.resolve("begun");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private long times(String start) throws IOException {
        return begun().stream().filter(line -> line.startsWith(start + " ")).count();
    }

    private Api start() throws Exception {
        var port = TestCluster.freePort();
        var agent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "engine.cli.Main",
                        "agent",
                        "-server",
                        "-bootstrap-expect=1",
                        "-node=n1",
                        "-bind=127.0.0.1",
                        "-http-port=" + port,
                        "-dns-port=0",
                        "-server-port=0",
                        "-serf-lan-port=0",
                        "-config-file=" + dir.resolve("agent.conf"),
                        "-data-dir=" + dir.resolve("data"))
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("output" + agents.size()).toFile())
                .start();
        agents.add(agent);
        var api = Api.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        Await.until("the agent answers", START_LIMIT, () -> leads(agent, api));
        return api;
    }

    private static boolean leads(Process agent, Api api) {
        if (!agent.isAlive()) {
            throw new IllegalStateException("the agent has ended");
        }
        try {
            return !api.get("/v1/status/leader").json().asString().isEmpty();
        } catch (AssertionError _) {
            // Nobody listens yet.
            return false;
        }
    }

    /** A process that has ended may stay in the table until its parent looks; that one has no command line. */
    private static boolean runs(long pid) {
        try {
            return Files.readAllBytes(Path.of("/proc", Long.toString(pid), "cmdline")).length > 0;
        } catch (IOException _) {
            return false;
        }
    }

    private static String fire(Api api, String name, String payload) {
        return api.put("/v1/event/fire/" + name, payload).json().get("ID").asString();
    }

    private static String status(Api api, String id) {
        var runs = api.get("/v1/event/runs/" + id).json().get("Runs");
        return Optional.ofNullable(runs.get(0))
                .map(run -> run.get("Status").asString())
                .orElse("none");
    }

    private void configure() throws IOException {
        Files.writeString(dir.resolve("agent.conf"), """
                trigger {
                  once { on { event = once }, run = "%1$s; exec sleep 1000" }
                  again { on { event = again }, run = "%1$s; exec sleep 1000", on-crash = rerun }
                }
                """.formatted(
                        "echo $ENGINE_TRIGGER $ENGINE_EVENT_PAYLOAD $$ >> " + dir.resolve("begun")));
    }

    private void cutOff(Runnable end) throws Exception {
        configure();
        var api = start();
        var once = fire(api, "once", "1");
        var again = fire(api, "again", "1");
        Await.until("both run", () -> begun().size() == 2);
        var waits = fire(api, "again", "2");
        var waitsOnce = fire(api, "once", "2");
        Await.until(
                "both wait",
                () -> status(api, waits).equals("queued")
                        && status(api, waitsOnce).equals("queued"));
        var left =
                begun().stream().map(line -> Long.parseLong(line.split(" ")[2])).toList();

        end.run();
        agents.getLast().waitFor();
        var back = start();

        Await.until("what was cut off begins again", () -> times("again 1") == 2);
        Await.until("nothing goes on beside it", () -> left.stream().noneMatch(TriggerKillTest::runs));
        Await.until("what waited runs", () -> times("once 2") == 1);
        // The state hears of runs after they began.
        Await.until("what was cut off is told", () -> status(back, once).equals("interrupted"));
        Await.until("what runs is told", () -> status(back, again).equals("running"));
        assertThat(status(back, waits)).isEqualTo("queued");
        assertThat(times("again 2")).isZero();
        assertThat(times("once 1")).isEqualTo(1);

        var running = begun().stream()
                .filter(line -> line.startsWith("again 1 "))
                .map(line -> Long.parseLong(line.split(" ")[2]))
                .toList()
                .getLast();
        ProcessHandle.of(running).orElseThrow().destroyForcibly();
        Await.until("the next follows", () -> times("again 2") == 1);
        Await.until(
                "how it ended is told",
                () -> back.get("/v1/event/runs/" + again)
                        .json()
                        .get("Runs")
                        .get(0)
                        .get("Reason")
                        .asString()
                        .equals("exit code 137: ended by signal 9 (KILL), at attempt 2"));
    }

    @Test
    void whatAKilledAgentCutOffAndWhatWaitedGoesOnAsItsTriggersSay() throws Exception {
        cutOff(() -> agents.getLast().destroyForcibly());
    }

    @Test
    void theSameHoldsForAnAgentThatStopsInOrder() throws Exception {
        cutOff(() -> agents.getLast().destroy());
    }
}
