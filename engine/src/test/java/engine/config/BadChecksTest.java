package engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad definitions of checks, each of which is refused with the file, the line, the key and the reason. */
class BadChecksTest {

    private static final Definitions BODIES =
            Definitions.ofBodies(Configuration.load(new Sources(List.of(), Map.of(), true, ""), Given.BOX)
                    .settings());

    @TempDir
    Path directory = Path.of("");

    static List<BadCheck> rows() {
        return BadCheck.all();
    }

    @Test
    void thereAreManyAndNoneTwice() {
        assertThat(rows()).hasSizeGreaterThanOrEqualTo(340);
        assertThat(new HashSet<>(rows().stream().map(BadCheck::definition).toList()))
                .hasSize(rows().size());
        assertThat(rows())
                .allSatisfy(row -> assertThat(row.isNamedIn(row.sentence()))
                        .as("'%s' is named in: %s", row.key(), row.sentence())
                        .isTrue());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aFileIsRefusedWithLineKeyAndReason(BadCheck row) {
        assertThat(new Given(directory)
                        .file("x.conf", "check {\n " + row.definition() + " }")
                        .refusal("x.conf"))
                .isEqualTo("x.conf:" + row.line() + ": " + row.sentence());
    }

    /** In Consul's spelling; sentences name keys in ours, or as they were written. */
    @ParameterizedTest
    @MethodSource("rows")
    void soIsOneOfConsul(BadCheck row) {
        var json = row.json().replaceAll("\"([a-z0-9]+)-([a-z0-9-]+)\":", "\"$1_$2\":");
        assertThat(BadCheck.plain(new Given(directory)
                        .file("x.json", "{\"check\":\n" + json + "}")
                        .refusal("x.json")))
                .isEqualTo(BadCheck.plain("x.json:2: " + row.sentence()));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aBodyIsRefusedOrTakenAsConsulTakesIt(BadCheck row) {
        var body = ConfigFactory.parseString(row.definition()).root().unwrapped();
        row.overHttp()
                .ifPresentOrElse(
                        sentence -> assertThatThrownBy(() -> BODIES.check(body))
                                .isInstanceOf(DefinitionException.class)
                                .hasMessage(sentence),
                        () -> assertThatCode(() -> BODIES.check(body)).doesNotThrowAnyException());
    }
}
