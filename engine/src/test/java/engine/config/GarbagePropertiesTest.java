package engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigSyntax;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever stands in a file, it is accepted or refused with file and line; nothing else is ever thrown. */
class GarbagePropertiesTest {

    private static final Pattern PLACED = Pattern.compile("(?s)x\\.(conf|json):\\d+: .+");

    /** Texts out of the pieces that configurations are made of. */
    @Provide
    Arbitrary<String> pieces() {
        return Arbitraries.of(
                        "{",
                        "}",
                        "[",
                        "]",
                        "=",
                        ":",
                        ",",
                        "\n",
                        " ",
                        "\"",
                        "\"\"\"",
                        "\\",
                        "#",
                        "//",
                        "+=",
                        "$",
                        "${",
                        "${?PATH}",
                        "${service}",
                        "include ",
                        "include \"x\"",
                        "include file(",
                        "service",
                        "check",
                        "services",
                        "trigger",
                        "ports",
                        "http",
                        "name",
                        "node-meta",
                        "on",
                        "event",
                        "run",
                        "ttl",
                        "10s",
                        "interval",
                        "1",
                        "-5",
                        "1e999",
                        "true",
                        "null",
                        ".",
                        "a.b.c",
                        "\u0000",
                        "\ud83d",
                        "\u00e9",
                        "weights",
                        "tags",
                        "args",
                        "dns-config",
                        "service-ttl",
                        "\"*\"",
                        "retry-join",
                        "0.5",
                        "header",
                        "status")
                .list()
                .ofMaxSize(40)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<String> any() {
        return Arbitraries.strings().ofMaxLength(200);
    }

    @Property(tries = 3000)
    void piecesOfConfigurationAreAcceptedOrRefusedWithTheirPlace(@ForAll("pieces") String text) {
        loadOrRefuse(text);
    }

    @Property(tries = 1000)
    void anyTextIsAcceptedOrRefusedWithItsPlace(@ForAll("any") String text) {
        loadOrRefuse(text);
    }

    @Property(tries = 20)
    void deepNestingIsRefusedWithItsPlace(@ForAll boolean dots) {
        loadOrRefuse(dots ? "a" + ".a".repeat(100_000) + " = 1" : "a {".repeat(100_000));
    }

    private static void loadOrRefuse(String text) {
        for (var syntax : List.of(ConfigSyntax.CONF, ConfigSyntax.JSON)) {
            var name = Path.of(syntax == ConfigSyntax.CONF ? "x.conf" : "x.json");
            try {
                Configuration.load(text, name, syntax, Given.BOX);
            } catch (ConfigException e) {
                assertThat(e.getMessage()).matches(PLACED);
            }
        }
    }

    /** The bytes of a file need not be text either. */
    @Property(tries = 100)
    void anyBytesAreAcceptedOrRefusedWithTheirPlace(@ForAll byte[] bytes) throws IOException {
        var file = Files.createTempFile("engine", ".conf");
        try {
            Files.write(file, bytes);
            Configuration.load(new Sources(List.of(file), Map.of("data-dir", "/d"), false, ""), Given.BOX);
        } catch (ConfigException e) {
            assertThat(e.getMessage()).matches(Pattern.compile("(?s)" + Pattern.quote(file.toString()) + ":\\d+: .+"));
        } finally {
            Files.delete(file);
        }
    }
}
