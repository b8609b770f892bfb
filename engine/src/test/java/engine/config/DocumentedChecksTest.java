package engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigSyntax;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/checks.md and docs/checks show as configuration is read as an agent would read it. */
final class DocumentedChecksTest {
    private static final Path OVERVIEW = Path.of("../docs/checks.md");
    private static final Path PAGES = Path.of("../docs/checks");
    private static final Pattern EXAMPLE = Pattern.compile("^```hocon\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    static List<Path> pages() throws IOException {
        try (Stream<Path> pages = Files.list(PAGES)) {
            return Stream.concat(Stream.of(OVERVIEW), pages.sorted()).toList();
        }
    }

    /** Examples of a page, each with as many empty lines before it as it has lines above: then errors name its place. */
    private static List<String> examples(Path page) throws IOException {
        var text = Files.readString(page);
        var examples = new ArrayList<String>();
        var found = EXAMPLE.matcher(text);
        while (found.find()) {
            examples.add(text.substring(0, found.start(1)).replaceAll("[^\n]", "") + found.group(1));
        }
        return examples;
    }

    private static Loaded load(String example, Path page) {
        return Configuration.load(example, page, ConfigSyntax.CONF, Given.BOX);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyExampleIsRead(Path page) throws IOException {
        var examples = examples(page);
        assertThat(examples).as("examples of %s", page).isNotEmpty();
        for (var example : examples) {
            var loaded = load(example, page);
            var settings = loaded.settings();
            if (!example.contains("external-checks {")) {
                assertThat(settings.services().size() + settings.checks().size())
                        .as(example)
                        .isPositive();
            }
            assertThat(loaded.warnings()).as(example).allMatch(warning -> warning.contains(" runs a program, "));
        }
    }

    @Test
    void aKeyThatThereIsNotIsSeen() {
        var example = "check { name = a, ttl = 1h, no-such-key = 1 }";
        assertThatThrownBy(() -> load(example, Path.of("a.md"))).hasMessageContaining("no-such-key");
    }
}
