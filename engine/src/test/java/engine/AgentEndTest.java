package engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import engine.config.ConfigException;
import engine.config.Configuration;
import engine.config.Settings;
import engine.config.Sources;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is left of an agent that has ended, or could not start: nothing. */
@Timeout(60)
final class AgentEndTest {

    private static List<String> ours() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("engine-") || name.startsWith("dns-") || name.startsWith("checks-"))
                .toList();
    }

    private static void assertNothingRuns() {
        Await.until("no thread of the agent is left", () -> ours().isEmpty());
    }

    private static void assertFree(InetSocketAddress tcp) throws IOException {
        try (var server = new ServerSocket()) {
            server.setReuseAddress(true);
            server.bind(tcp);
        }
    }

    @Test
    void closingFreesPortsThreadsAndProcessesAndAnswersWhatWaits(@TempDir Path dir) throws Exception {
        var pidFile = dir.resolve("pid");
        var file = Files.writeString(dir.resolve("agent.conf"), """
                checks = [{ name = slow, interval = 1s, timeout = 60s,
                            args = ["/bin/sh", "-c", "trap '' TERM; sleep 1000 & echo $! > %s; wait"] }]
                """.formatted(pidFile));
        var running = new Running(file);
        var http = running.http();
        var dns = running.dns();
        Await.until("the check runs", () -> Files.readString(pidFile).endsWith("\n"));
        var child = ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip()))
                .orElseThrow();
        running.api().put("/v1/kv/a", "1");
        var index = running.api().get("/v1/kv/a").index();
        var client = Api.at(http);
        var waiting = client.getLater("/v1/kv/a?wait=60s&index=" + index);
        client.get("/v1/kv/a");

        running.close();
        assertThat(waiting.get(10, TimeUnit.SECONDS).status()).isEqualTo(200);
        client.close();
        assertNothingRuns();
        assertFree(http);
        assertFree(dns);
        new DatagramSocket(dns).close();
        Await.until(
                "the check's child is gone",
                () -> !child.isAlive()
                        || Files.readString(Path.of("/proc/" + child.pid() + "/stat"))
                                .contains(") Z "));
    }

    /** The end of the agent kills its command, which says nothing of what the check looks at. */
    @Test
    void aCheckThatTheEndCutsOffKeepsItsStatus(@TempDir Path dir) throws Exception {
        var begun = dir.resolve("begun");
        var data = Files.createDirectory(dir.resolve("data"));
        var file = Files.writeString(dir.resolve("agent.conf"), """
                server = true, bootstrap-expect = 1, bind-addr = 127.0.0.1, data-dir = "%1$s", enable-local-script-checks = true
                ports { http = 0, dns = 0, server = 0, serf-lan = 0, serf-wan = 0 }
                checks = [{ name = slow, interval = 1s, timeout = 60s,
                            args = ["/bin/sh", "-c", "echo begun >> %2$s; [ $(wc -l < %2$s) = 1 ] || exec sleep 1000"] }]
                """.formatted(data, begun));
        Supplier<Settings> settings = () -> Configuration.load(new Sources(List.of(file), Map.of(), false, ""))
                .settings();
        try (var running = new Running(settings)) {
            Await.until(
                    "a run has passed, and the next goes on",
                    () -> Files.exists(begun) && Files.readAllLines(begun).size() == 2);
            assertThat(status(running)).isEqualTo("passing");
        }
        try (var running = new Running(settings)) {
            assertThat(status(running)).isEqualTo("passing");
        }
    }

    private static String status(Running running) {
        return running.api()
                .get("/v1/agent/checks")
                .json()
                .get("slow")
                .get("Status")
                .asString();
    }

    @Test
    void anAgentThatCannotHaveItsPortsLeavesNothingBehind() throws Exception {
        try (var taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            for (var which : List.of("http", "dns", "server")) {
                var ports = new java.util.HashMap<String, Object>(
                        Map.of("http", 0, "dns", 0, "server", 0, "serf-lan", 0, "serf-wan", 0));
                ports.put(which, taken.getLocalPort());
                assertThatThrownBy(() -> new Running(ports))
                        .describedAs(which)
                        .isInstanceOf(ConfigException.class)
                        .hasMessageContaining(Integer.toString(taken.getLocalPort()));
                assertNothingRuns();
            }
        }
    }
}
