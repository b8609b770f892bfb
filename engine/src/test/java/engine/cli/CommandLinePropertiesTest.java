package engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Our reading of GNU-style arguments against picocli's. */
final class CommandLinePropertiesTest {
    private static final Syntax SYNTAX = Syntax.of("try", "Tries.")
            .operands("WORD...", 100)
            .with(
                    Option.many("name", "TEXT", "A name."),
                    Option.many("tag", "TEXT", "A tag."),
                    Option.flag("server", "A flag."))
            .example("try");

    @Provide
    Arbitrary<List<List<String>>> parts() {
        var word = Arbitraries.strings()
                .withCharRange('a', 'z')
                .withChars("=:/.")
                .ofMinLength(1)
                .ofMaxLength(6);
        var option = Arbitraries.of("--name", "--tag");
        return Arbitraries.oneOf(
                        word.map(List::of),
                        option.flatMap(name -> word.map(value -> List.of(name + "=" + value))),
                        option.flatMap(name -> word.map(value -> List.of(name, value))),
                        Arbitraries.of("--server", "--server=true", "--server=false")
                                .map(List::of))
                .list()
                .ofMaxSize(8);
    }

    @Property
    void agreesWithPicocli(@ForAll("parts") List<List<String>> parts) {
        var args = new ArrayList<String>();
        parts.forEach(args::addAll);

        var ours = CommandLine.parse(SYNTAX, args);

        var spec = CommandSpec.create()
                .addOption(texts("--name"))
                .addOption(texts("--tag"))
                .addOption(OptionSpec.builder("--server").type(boolean.class).build())
                .addPositional(PositionalParamSpec.builder()
                        .index("0..*")
                        .arity("0..*")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .build());
        spec.parser().overwrittenOptionsAllowed(true);
        var theirs = new picocli.CommandLine(spec).parseArgs(args.toArray(String[]::new));

        assertThat(ours.values("name")).isEqualTo(theirs.matchedOptionValue("--name", List.of()));
        assertThat(ours.values("tag")).isEqualTo(theirs.matchedOptionValue("--tag", List.of()));
        assertThat(ours.has("server")).isEqualTo(theirs.matchedOptionValue("--server", false));
        assertThat(ours.operands()).isEqualTo(theirs.matchedPositionalValue(0, List.of()));
    }

    private static OptionSpec texts(String name) {
        return OptionSpec.builder(name)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1")
                .build();
    }
}
