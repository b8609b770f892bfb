package engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {

    private static final Path REFERENCE = Path.of("src/main/resources/reference.conf");
    private static final Path PAGE = Path.of("../docs/configuration.md");

    /** Run with {@code -Dupdate} to write the page anew. */
    @Test
    void thePageIsWhatReferenceConfSays() throws IOException {
        var made = ConfigurationPage.of(Files.readString(REFERENCE));
        if (System.getProperty("update") != null) {
            Files.writeString(PAGE, made);
        }

        assertThat(Files.readString(PAGE)).isEqualTo(made);
    }

    @Test
    void everySettingHasAComment() throws IOException {
        var lines = Files.readAllLines(REFERENCE);
        for (int i = 1; i < lines.size(); i++) {
            var line = lines.get(i).strip();
            if (line.contains(" = ") && !line.startsWith("#")) {
                assertThat(lines.get(i - 1).strip()).as(line).startsWith("#");
            }
        }
    }

    @Test
    void blocksAreSectionsWithTheirKeysAndCommentsAreText() {
        assertThat(ConfigurationPage.of("""
                # About.

                engine {
                  # One.
                  a = 1
                  # Block.
                  b {
                    # Two.
                    #
                    #     code
                    c = []
                  }
                  # Free.
                  d {}
                }
                """)).isEqualTo("""
                # Configuration

                About.

                ## Top level

                ### `a`

                Default: `1`

                One.

                ### `d`

                Default: `{}`

                Free.

                ## `b`

                Block.

                ### `c`

                Default: `[]`

                Two.

                    code
                """);
    }
}
