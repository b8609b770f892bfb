package engine.queries;

import static engine.queries.Queries.service;
import static engine.queries.Queries.template;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import engine.http.PreparedQuery;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against what Consul 1.8.7 made of the same templates. */
class TemplateTest {

    private static String filled(String text, String name) {
        return Template.of(template("esc", "", service(text, null)))
                .filled(name)
                .service()
                .service();
    }

    private static List<String> tags(String regexp, boolean removeEmpty, String name, String... tags) {
        var query = Queries.query(
                "",
                "re",
                new PreparedQuery.Template("name_prefix_match", regexp, removeEmpty),
                service("web", Arrays.asList(tags)));
        var filled = Template.of(query).filled(name).service().tags();
        return filled == null ? List.of("none") : filled;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "${name.full} ${ name.prefix }       | esc-1 | esc-1 esc",
                "${name.suffix}                      | esc-1 | -1",
                "${name.suffix}                      | ESC-1 | ESC-1",
                "$${name.full}-$x-${\"lit\"}-${name.full} | esc | ${name.full}-$x-lit-esc",
                "a$$b                                | esc   | a$b",
                "${\"a${name.full}b\"}                | esc   | aescb",
                "${\"a\\\"b\"}                        | esc   | a\"b",
                "a}b                                 | esc   | a}b",
                "a$${b                               | esc   | a${b",
                "x${5}                               | esc   | x5",
                "x${-1}                              | esc   | x-1",
                "${5*3-1/1%2}                        | esc   | 0",
                "x${(1+2)*3}                         | esc   | x9",
                "x${agent.segment}                   | esc   | x",
                "x${match(0)}${match(-1)}            | esc   | x",
            })
    void textsAreFilledIn(String text, String name, String expected) {
        assertThat(filled(text, name)).isEqualTo(expected);
    }

    @Test
    void groupsComeFromTheExpression() {
        assertThat(tags("^re-(x?)(y?)$", false, "re-x", "${match(1)}", "${match(2)}", "${match(9)}"))
                .containsExactly("x", "", "");
        assertThat(tags("(?P<x>a)|(b)", false, "reab", "${match(0)}", "${match(1)}", "${match(2)}", "${match(1+1)}"))
                .containsExactly("a", "a", "", "");
        assertThat(tags("^re-(.*)$", false, "other", "${match(1)}")).containsExactly("");
    }

    @Test
    void emptyTagsGoWhereThatIsWanted() {
        assertThat(tags("^re-(x?)(y?)$", true, "re-y", "${match(1)}", "${match(2)}"))
                .containsExactly("y");
        assertThat(tags("^re-(x?)(y?)$", true, "re", "${match(1)}", "${match(2)}"))
                .isEmpty();
    }

    @Test
    void everyTextOfTheServiceIsFilledIn() {
        var service = new PreparedQuery.Service(
                "x",
                new PreparedQuery.Failover(1, List.of("${name.full}"), List.of(Map.of("Peer", "${name.suffix}"))),
                true,
                List.of("${name.full}"),
                "${name.full}",
                List.of("a"),
                Map.of("a", "b${name.full}"),
                Map.of("x", "${name.full}"),
                false,
                new PreparedQuery.Elsewhere("", "", "${name.full}", ""));
        assertThat(Template.of(template("k", "", service)).filled("k1").service())
                .isEqualTo(new PreparedQuery.Service(
                        "x",
                        new PreparedQuery.Failover(1, List.of("k1"), List.of(Map.of("Peer", "1"))),
                        true,
                        List.of("k1"),
                        "k1",
                        List.of("a"),
                        Map.of("a", "bk1"),
                        Map.of("x", "k1"),
                        false,
                        new PreparedQuery.Elsewhere("", "", "k1", "")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "${name.foo}        | Bad evaluation for '${name.foo}' in Service.Service: 1:3: unknown variable accessed: name.foo",
                "x${true}           | Bad evaluation for 'x${true}' in Service.Service: 1:4: unknown variable accessed: true",
                "${name.full        | Bad format '${name.full' in Service.Service: parse error: syntax error",
                "${}                | Bad format '${}' in Service.Service: parse error: syntax error",
                "x${1+}             | Bad format 'x${1+}' in Service.Service: parse error: syntax error",
                "${name.full name.full} | Bad format '${name.full name.full}' in Service.Service: parse error: syntax error",
                "${name.full == 1}  | Bad format '${name.full == 1}' in Service.Service: parse error: syntax error",
                "${match()}         | Bad evaluation for '${match()}' in Service.Service: 1:3: match: expected 1 arguments, got 0",
                "${match(1,2)}      | Bad evaluation for '${match(1,2)}' in Service.Service: 1:3: match: expected 1 arguments, got 2",
                "${nope(1)}         | Bad evaluation for '${nope(1)}' in Service.Service: 1:3: unknown function called: nope",
                "${match(\"a\")}    | Bad evaluation for '${match(\"a\")}' in Service.Service: __builtin_StringToInt: strconv.ParseInt: parsing \"a\": invalid syntax",
                "${1/0}             | Bad evaluation for '${1/0}' in Service.Service: division by zero",
            })
    void whatCannotBeFilledInIsRefused(String text, String sentence) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> filled(text, "esc"))
                .withMessage(sentence);
    }

    @Test
    void thePlaceOfAFaultIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tags("", false, "re", "a", "b\n${x}"))
                .withMessage("Bad evaluation for 'b\n${x}' in Service.Tags[1]: 2:3: unknown variable accessed: x");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tags("(", false, "re"))
                .withMessage("Bad Regexp: error parsing regexp: missing closing ): `(`");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Template.of(
                        Queries.query("", "a", new PreparedQuery.Template("x", "", false), service("web", null))))
                .withMessage("Bad Template.Type 'x'");
    }

    /** Whatever is in a text, it is read in one go or refused. */
    @Property
    void anyTextIsFilledInOrRefused(@ForAll @StringLength(max = 40) String text) {
        try {
            var parsed = Interpolation.parse(text);
            if (!text.contains("$")) {
                assertThat(parsed.in(new Interpolation.Scope(Map.of(), List.of())))
                        .isEqualTo(text);
            }
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessage("parse error: syntax error");
        }
    }

    @Property
    void whatIsEscapedComesOutAsItWas(@ForAll @StringLength(max = 30) String text) {
        assertThat(Interpolation.parse(text.replace("$", "$$")).in(new Interpolation.Scope(Map.of(), List.of())))
                .isEqualTo(text);
    }

    @Test
    void nestingHasAnEnd() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Interpolation.parse("${" + "(".repeat(10_000) + "1" + ")".repeat(10_000) + "}"));
        assertThatIllegalArgumentException().isThrownBy(() -> Interpolation.parse("${" + "-".repeat(100_000) + "1}"));
    }
}
