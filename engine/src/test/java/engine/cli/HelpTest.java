package engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class HelpTest {

    static Stream<String> commands() {
        return Stream.concat(
                Commands.NAMES.stream(),
                Stream.of("kv", "session", "catalog", "services", "operator", "operator raft", "snapshot"));
    }

    static Stream<String> names() {
        return Commands.NAMES.stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasHelpWithAnExample(String name) {
        for (var help : List.of("--help", "-help", "-h")) {
            var call = Call.alone((name + " " + help).split(" "));
            assertThat(call.code()).isZero();
            assertThat(call.err()).isEmpty();
            assertThat(call.out())
                    .contains("Usage: engine " + name)
                    .contains("Example")
                    .contains("  engine " + name);
        }
        assertThat(Call.alone(("help " + name).split(" ")).out()).contains("Usage: engine " + name);
    }

    @ParameterizedTest
    @MethodSource("names")
    void theExamplesOfACommandFitItsSyntax(String name) {
        var syntax = Objects.requireNonNull(Commands.find(name)).syntax();
        assertThat(syntax.examples()).isNotEmpty();
        for (var example : syntax.examples()) {
            assertThat(example).startsWith(name);
            if (!example.contains(">") && !example.contains("'")) {
                var words = List.of(example.substring(name.length()).strip().split(" +"));
                CommandLine.parse(syntax, words.equals(List.of("")) ? List.of() : words);
            }
        }
    }

    @Test
    void theProgramListsItsCommands() {
        var call = Call.alone("--help");
        assertThat(call.code()).isZero();
        assertThat(call.out())
                .contains("event", "Fires an event", "members", "kv", "Example")
                .doesNotContain("train");
    }

    @Test
    void everyCommandOrItsGroupIsListed() {
        var help = Call.alone("--help").out();
        assertThat(Commands.NAMES)
                .contains("completion")
                .allSatisfy(name -> assertThat(help).containsPattern("(?m)^  " + name.replaceFirst(" .*", "") + " "));
    }

    @Test
    void theHelpOfTheAgentNamesWhatMakesACluster() {
        var help = Call.alone("agent", "--help").out();
        assertThat(help).contains("--config-format=conf|json").doesNotContain("hcl|json");
        for (var option : List.of(
                "server",
                "bootstrap-expect=NUMBER",
                "join=ADDRESS",
                "retry-join=ADDRESS",
                "retry-interval=TIME",
                "retry-max=NUMBER",
                "rejoin",
                "encrypt=SECRET",
                "serf-lan-port=NUMBER")) {
            assertThat(help).contains("--" + option + " ");
        }
        assertThat(help).doesNotContain("no effect");
    }

    @Test
    void groupsOfGroupsListTheirCommands() {
        assertThat(Call.alone("operator", "--help").out()).contains("peers", "recover", "raft ");
        assertThat(Call.alone("operator", "raft", "--help").out())
                .contains("Usage: engine operator raft COMMAND", "list-peers")
                .doesNotContain("recover");
        assertThat(Call.alone("operator", "raft"))
                .satisfies(call -> assertThat(call.code()).isEqualTo(2))
                .satisfies(call -> assertThat(call.err()).contains("Usage: engine operator raft COMMAND"));
        assertThat(Call.alone("operator", "raft", "list-peer").err())
                .contains("did you mean 'operator raft list-peers'?");
    }

    @Test
    void withoutACommandTheHelpGoesToStderrWithStatus2() {
        var call = Call.alone();
        assertThat(call.code()).isEqualTo(2);
        assertThat(call.out()).isEmpty();
        assertThat(call.err()).contains("Usage: engine COMMAND");
        assertThat(Call.alone("kv").code()).isEqualTo(2);
    }

    @Test
    void anUnknownCommandNamesTheNearest() {
        assertThat(Call.alone("membrs"))
                .isEqualTo(new Call(
                        2,
                        "",
                        "engine: there is no command 'membrs'; did you mean 'members'? `engine --help` lists them.\n"));
        assertThat(Call.alone("kv", "gett").err()).contains("did you mean 'kv get'?");
        assertThat(Call.alone("-http-addr=x").err()).contains("options come after the command");
    }

    @Test
    void colourIsThereOnlyWhenAskedFor() {
        assertThat(Help.program(true)).contains("\u001b[");
        assertThat(Help.program(false)).doesNotContain("\u001b[");
    }

    @Test
    void theVersionIsPrintedInEverySpelling() {
        for (var spelling : List.of("version", "-version", "--version", "-v")) {
            assertThat(Call.alone(spelling).out()).startsWith("engine v");
        }
        assertThat(Call.alone("version", "--format=json").out()).startsWith("{\"Version\": ");
    }

    @Test
    void theCompletionScriptIsOneThatBashReads() throws Exception {
        var call = Call.alone("completion", "bash");
        assertThat(call.code()).isZero();
        assertThat(call.out())
                .contains("--no-wait", "--bootstrap-expect", "register deregister", "peers remove-peer recover raft");
        assertThat(Call.alone("completion", "zsh").out()).contains("bashcompinit");
        assertThat(Call.alone("completion").code()).isEqualTo(2);
        assertThat(Call.alone("completion", "tcsh").code()).isEqualTo(2);

        var bash = new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
        try (var in = bash.getOutputStream()) {
            in.write(call.out().getBytes(StandardCharsets.UTF_8));
        }
        assertThat(new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(bash.waitFor()).isZero();
    }

    @Test
    void theTrainingRunsEveryCallItLists() {
        assertThat(Call.alone(Training.NAME)).isEqualTo(new Call(0, "", ""));
    }
}
