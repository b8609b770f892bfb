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
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

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

    /** Files that parse: any value under any key, known ones mostly, in blocks and lists. */
    @Provide
    Arbitrary<String> wellFormed() {
        return block(3).map(block -> block.substring(1, block.length() - 1));
    }

    private static Arbitrary<String> block(int depth) {
        var key = Arbitraries.of(
                "service",
                "services",
                "check",
                "checks",
                "trigger",
                "ports",
                "http",
                "name",
                "id",
                "on",
                "event",
                "run",
                "where",
                "ttl",
                "interval",
                "tcp",
                "args",
                "script",
                "tags",
                "meta",
                "weights",
                "passing",
                "tagged-addresses",
                "lan",
                "header",
                "status",
                "port",
                "node-meta",
                "dns-config",
                "service-ttl",
                "\"*\"",
                "soa",
                "limits",
                "retry-join",
                "client-addr",
                "server",
                "data-dir",
                "node-name",
                "domain",
                "encrypt",
                "performance",
                "zzz",
                "grpc",
                "udp",
                "dns",
                "disk",
                "warning",
                "expect-status",
                "expect-json",
                "timeout",
                "addresses");
        var scalar = Arbitraries.of(
                "1",
                "-1",
                "1e999",
                "0.5",
                "true",
                "null",
                "\"\"",
                "10s",
                "\"10 s\"",
                "a",
                "\"\\u0000\"",
                "\"127.0.0.1:80\"",
                "\"http://x/\"",
                "passing",
                "${?PATH}",
                "${?NOT_SET_ANYWHERE}",
                "a${?PATH}");
        var value = depth == 0
                ? scalar
                : Arbitraries.frequencyOf(
                        Tuple.of(4, scalar),
                        Tuple.of(3, Arbitraries.lazy(() -> block(depth - 1))),
                        Tuple.of(
                                1,
                                Arbitraries.lazy(() ->
                                        block(depth - 1).list().ofMaxSize(3).map(Object::toString))),
                        Tuple.of(1, scalar.list().ofMaxSize(3).map(Object::toString)));
        return Combinators.combine(key, value)
                .as((k, v) -> k + " = " + v)
                .list()
                .ofMaxSize(6)
                .map(entries -> "{" + String.join("\n", entries) + "}");
    }

    @Property(tries = 5000)
    void wellFormedFilesAreAcceptedOrRefusedWithTheirPlace(@ForAll("wellFormed") String text) {
        loadOrRefuse(text);
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
