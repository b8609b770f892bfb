package engine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandLineTest {
    private static final Syntax SYNTAX = Syntax.of("try", "Tries.")
            .operands("WORD...", 3)
            .with(
                    Option.of("http-addr", "ADDRESS", "An address."),
                    Option.many("tag", "TAG", "A tag."),
                    Option.flag("server", "A flag."))
            .example("try");

    private static Arguments parse(String... args) {
        return CommandLine.parse(SYNTAX, List.of(args));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-http-addr=x:1", "--http-addr=x:1", "-http-addr x:1", "--http-addr x:1"})
    void anOptionHasOneDashOrTwoAndItsValueFollowsOrIsTheNextArgument(String spelling) {
        assertThat(parse(spelling.split(" ")).value("http-addr")).isEqualTo("x:1");
    }

    @Test
    void optionsAndOperandsMayBeMixed() {
        var arguments = parse("deploy", "-tag", "a", "x", "--server", "--tag=b");
        assertThat(arguments.operands()).containsExactly("deploy", "x");
        assertThat(arguments.values("tag")).containsExactly("a", "b");
        assertThat(arguments.has("server")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-server", "-server=true", "--server=1", "--server=T"})
    void aFlagIsSet(String spelling) {
        assertThat(parse(spelling).has("server")).isTrue();
        assertThat(parse(spelling).value("server")).isEqualTo("true");
    }

    @Test
    void aFlagIsUnsetByFalseAndTheLastOneCounts() {
        assertThat(parse("-server", "-server=false").has("server")).isFalse();
        assertThat(parse().has("server")).isFalse();
    }

    @Test
    void aValueMayBeginWithADashAndHoldEqualsSigns() {
        assertThat(parse("--tag", "-x").values("tag")).containsExactly("-x");
        assertThat(parse("--tag=a=b").values("tag")).containsExactly("a=b");
        assertThat(parse("--tag=").values("tag")).containsExactly("");
    }

    @Test
    void aDashAloneANumberAndWhatFollowsTwoDashesAreOperands() {
        assertThat(parse("-", "-5", "--", "--server").operands()).containsExactly("-", "-5", "--server");
    }

    @Test
    void anUnknownOptionNamesTheNearestOne() {
        assertThatThrownBy(() -> parse("--http-adr=x"))
                .hasMessage("there is no option '--http-adr=x'; did you mean --http-addr?"
                        + " `engine try --help` shows how it is called.");
        assertThatThrownBy(() -> parse("-zzzzzzzz")).hasMessageStartingWith("there is no option '-zzzzzzzz'. ");
    }

    @Test
    void whatCannotBeReadIsAUsageFailure() {
        assertThatThrownBy(() -> parse("--http-addr")).hasMessageStartingWith("--http-addr needs a value:");
        assertThatThrownBy(() -> parse("--server=maybe")).hasMessageStartingWith("--server takes true or false");
        assertThatThrownBy(() -> parse("a", "b", "c", "d"))
                .hasMessageStartingWith("too many arguments: 'd' is not expected.")
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(Failure.USAGE));
    }

    @Test
    void optionsEndWhereACommandLineOfItsOwnBegins() {
        var syntax = Syntax.of("x", "X.").program("P...").with(Option.flag("f", "F."), Option.of("v", "V", "V."));
        assertThat(CommandLine.parse(syntax, List.of("-f", "-v", "1", "p", "-f", "--", "-x"))
                        .operands())
                .containsExactly("p", "-f", "--", "-x");
        assertThat(CommandLine.before(syntax, List.of("-f", "-v", "1", "-h", "p", "-h")))
                .containsExactly("-f", "-v", "1", "-h");
        assertThat(CommandLine.before(syntax, List.of("-v=1", "--", "-h"))).containsExactly("-v=1");
    }

    @Test
    void aTimeMayBeLeftOut() {
        var syntax = Syntax.of("x", "X.").program("P...").with(Option.time("try", "TIME", "T."));
        var alone = CommandLine.parse(syntax, List.of("--try", "p"));
        assertThat(alone.value("try")).isEmpty();
        assertThat(alone.operands()).containsExactly("p");
        assertThat(CommandLine.parse(syntax, List.of("--try", "5s", "p")).value("try"))
                .isEqualTo("5s");
        assertThat(CommandLine.parse(syntax, List.of("--try=5s", "p")).value("try"))
                .isEqualTo("5s");
        assertThat(CommandLine.parse(syntax, List.of("--try")).value("try")).isEmpty();
    }
}
