package engine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AgentCommandTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final PrintStream print = new PrintStream(err, true, StandardCharsets.UTF_8);
    private final Shell shell = new Shell(InputStream.nullInputStream(), print, print, Map.of(), false);

    private AgentOptions options(String... args) {
        var seen = new AtomicReference<AgentOptions>();
        int code = AgentCommand.start(
                options -> {
                    seen.set(options);
                    return 7;
                },
                CommandLine.parse(new AgentCommand().syntax(), List.of(args)),
                shell);
        assertThat(code).isEqualTo(7);
        return seen.get();
    }

    @Test
    void flagsBecomeNestedKeys() {
        var options = options(
                "-server",
                "-bootstrap-expect=3",
                "-data-dir",
                "/d",
                "-node=n1",
                "-node-meta=a:b:c",
                "-node-meta",
                "x:y",
                "-datacenter=dc2",
                "-bind=127.0.0.1",
                "-client=0.0.0.0",
                "-http-port=1",
                "-dns-port",
                "2",
                "-server-port=3",
                "-serf-lan-port=4",
                "-retry-join=a",
                "-retry-join=b",
                "-retry-interval=1s",
                "-retry-max=5",
                "-bootstrap",
                "-advertise=10.0.0.1",
                "-join=c",
                "-enable-script-checks=false",
                "-log-level=debug",
                "-pid-file=/p",
                "-rejoin");
        assertThat(options.overrides())
                .isEqualTo(Map.ofEntries(
                        Map.entry("server", true),
                        Map.entry("bootstrap-expect", 3L),
                        Map.entry("data-dir", "/d"),
                        Map.entry("node-name", "n1"),
                        Map.entry("node-meta", Map.of("a", "b:c", "x", "y")),
                        Map.entry("datacenter", "dc2"),
                        Map.entry("bind-addr", "127.0.0.1"),
                        Map.entry("client-addr", "0.0.0.0"),
                        Map.entry("ports", Map.of("http", 1L, "dns", 2L, "server", 3L, "serf-lan", 4L)),
                        Map.entry("retry-join", List.of("a", "b")),
                        Map.entry("retry-interval", "1s"),
                        Map.entry("retry-max", 5L),
                        Map.entry("bootstrap", true),
                        Map.entry("advertise-addr", "10.0.0.1"),
                        Map.entry("start-join", List.of("c")),
                        Map.entry("enable-script-checks", false),
                        Map.entry("log-level", "debug"),
                        Map.entry("pid-file", "/p"),
                        Map.entry("rejoin-after-leave", true)));
        assertThat(options.dev()).isFalse();
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void filesAndDirectoriesKeepTheirOrder() {
        var options = options("-dev", "-config-file=a", "-config-dir=b", "-config-file", "c", "-config-format=json");
        assertThat(options)
                .isEqualTo(new AgentOptions(
                        List.of(Path.of("a"), Path.of("b"), Path.of("c")), Map.of(), true, Optional.of("json")));
    }

    @Test
    void whatIsNotThereIsSaidAndTheAgentGoesOnWhereThatIsHarmless() {
        options("-ui", "-recursor=8.8.8.8", "-https-port=-1", "-ui=false");
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("engine: -recursor: names outside the domain are not resolved (not in this version).\n");
        assertThatThrownBy(() -> options("-hcl=x")).isInstanceOf(Failure.class);
    }

    @Test
    void aSecretOnTheCommandLineIsTakenAndWarnedOf() {
        assertThat(options("-encrypt=cg8StVXb").overrides()).isEqualTo(Map.of("encrypt", "cg8StVXb"));
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("engine: -encrypt: whoever lists the processes of this machine sees the secret; put it into"
                        + " a configuration file that only the agent may read: encrypt = \"...\"\n");
    }

    @Test
    void badValuesAreUsageFailures() {
        assertThatThrownBy(() -> options("-http-port=x")).hasMessage("--http-port takes a whole number, not 'x'.");
        assertThatThrownBy(() -> options("-node-meta=x")).hasMessage("--node-meta takes NAME:VALUE, not 'x'.");
        assertThat(Call.alone("agent", "extra").code()).isEqualTo(2);
    }

    @Test
    void anAgentThatDoesNotStartSaysWhy() {
        var arguments = CommandLine.parse(new AgentCommand().syntax(), List.of("-dev"));
        assertThatThrownBy(() -> AgentCommand.start(
                        _ -> {
                            throw new IllegalStateException("port 8500 is in use.");
                        },
                        arguments,
                        shell))
                .isInstanceOf(Failure.class)
                .hasMessage("the agent did not start: port 8500 is in use.");
    }

    @Test
    void validateTellsWarningsAndErrors(@TempDir Path directory) throws Exception {
        var file = Files.writeString(directory.resolve("a.json"), "{}");
        var arguments = CommandLine.parse(new ValidateCommand().syntax(), List.of());
        int code = ValidateCommand.check(
                (_, format) -> List.of("connect is ignored " + format.orElse("")),
                List.of(file),
                Optional.of("json"),
                arguments,
                shell);
        assertThat(code).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("warning: connect is ignored json\nConfiguration is valid!\n");
        assertThatThrownBy(() -> ValidateCommand.check(
                        (_, _) -> {
                            throw new IllegalArgumentException("a.json:3: unknown key 'x'");
                        },
                        List.of(file),
                        Optional.empty(),
                        arguments,
                        shell))
                .hasMessage("the configuration is not valid: a.json:3: unknown key 'x'");
        assertThat(Call.alone("validate").code()).isEqualTo(2);
        assertThat(Call.alone("validate", "/no/such/file").err()).contains("there is no file or directory");
    }
}
