package engine.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is gathered for whoever is to find a fault, and what is left out of it. */
final class DebugCommandTest {
    @TempDir
    private Path dir;

    private FakeAgent agent;

    @BeforeEach
    void start() throws IOException {
        agent = new FakeAgent()
                .answer(
                        "/v1/agent/self",
                        "{\"Config\":{\"NodeName\":\"n1\",\"Version\":\"0.1\"},\"DebugConfig\":{\"EncryptKey\":\"s3cret\",\"ACLTokens\":{\"x\":1},\"EncryptVerifyIncoming\":true}}")
                .answer("/v1/agent/members", "[]")
                .answer("/v1/operator/raft/configuration", "{}")
                .answer("/v1/agent/metrics", "{\"Gauges\":[]}")
                .answer("/v1/agent/monitor", "a line of the log\n")
                .answer("/debug/pprof/goroutine", 401, "only with enable-debug", Map.of());
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    private Call debug(String... more) throws IOException {
        var out = new ByteArrayOutputStream();
        var shell = new Shell(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, false, UTF_8),
                new PrintStream(out, false, UTF_8),
                Map.of("CONSUL_HTTP_ADDR", agent.address()),
                false);
        var command = new DebugCommand(Duration.ofMillis(1), Duration.ofMillis(1));
        var code = command.run(CommandLine.parse(command.syntax(), List.of(more)), shell);
        shell.out().flush();
        return new Call(code, out.toString(UTF_8), "");
    }

    @Test
    void isGatheredWithoutSecrets() throws IOException {
        var into = dir.resolve("bundle");
        var call = debug("-duration=300ms", "-interval=200ms", "-archive=false", "-output=" + into);
        assertThat(call.code()).isZero();
        assertThat(call.out()).contains("Saved what was gathered to " + into);

        var self = Files.readString(into.resolve("agent.json"));
        assertThat(self).contains("<hidden>", "n1").doesNotContain("s3cret");
        assertThat(into.resolve("cluster.json")).exists();
        assertThat(into.resolve("engine.log")).hasContent("a line of the log");
        var index = Files.readString(into.resolve("index.json"));
        assertThat(index).contains("only with enable-debug").contains("host.json");
        try (var files = Files.walk(into)) {
            assertThat(files.filter(file -> file.endsWith("metrics.json"))).isNotEmpty();
        }
    }

    @Test
    void isAnArchiveThatTarReads() throws Exception {
        var into = dir.resolve("bundle");
        debug("-duration=5ms", "-interval=5ms", "-capture=agent,metrics", "-output=" + into);

        var tar = new ProcessBuilder("tar", "tzf", into + ".tar.gz")
                .redirectErrorStream(true)
                .start();
        var listed = new String(tar.getInputStream().readAllBytes(), UTF_8);
        assertThat(tar.waitFor()).as(listed).isZero();
        assertThat(listed.lines()).contains("bundle/agent.json", "bundle/index.json");
    }

    @Test
    void badCallsAreTold() {
        assertThat(Call.to(agent, "debug", "-duration=9s").err()).contains("--duration takes 10.0 s at least");
        assertThat(Call.to(agent, "debug", "-interval=1s").err()).contains("--interval takes 5.0 s at least");
        assertThat(Call.to(agent, "debug", "-capture=heap").err()).contains("--capture takes agent, cluster");
        assertThat(Call.to(agent, "debug", "-archive=maybe").code()).isEqualTo(Failure.USAGE);
    }

    @Test
    void theLogIsFollowed() {
        var call = Call.to(agent, "monitor", "-log-level=debug", "-log-json");
        assertThat(call.out()).isEqualTo("a line of the log\n");
        assertThat(agent.lastAsked().target()).isEqualTo("/v1/agent/monitor?loglevel=debug&logjson");
    }

    @Test
    void levelsAreShownAndSet() {
        agent.answer(
                "/v1/agent/log-level",
                "{\"Level\":\"info\",\"Parts\":{\"dns\":{\"Level\":\"debug\",\"Until\":\"2030-01-01T00:00:00Z\"}}}");
        assertThat(Call.to(agent, "log-level").out()).isEqualTo("""
                Part  Level  Until
                all   info   -
                dns   debug  2030-01-01T00:00:00Z
                """);
        Call.to(agent, "log-level", "dns", "debug", "--for", "10m");
        assertThat(agent.lastAsked().target()).isEqualTo("/v1/agent/log-level?part=dns&level=debug&for=10m");
        assertThat(Call.to(agent, "log-level", "dns").code()).isEqualTo(Failure.USAGE);
    }
}
