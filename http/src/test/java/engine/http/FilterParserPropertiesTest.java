package engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FilterParserPropertiesTest {
    private static final Service SERVICE = Fakes.service("web1", "web", 8080, "v1");

    @Property(tries = 500)
    void anyTextIsParsedOrRefusedWithASentence(@ForAll String text) {
        parsedOrRefused(text);
    }

    @Property(tries = 2000)
    void anySequenceOfTokensIsParsedOrRefusedWithASentence(@ForAll("tokens") List<String> tokens) {
        parsedOrRefused(String.join(" ", tokens));
        parsedOrRefused(String.join("", tokens));
    }

    @Property(tries = 300)
    void orAndNotFollowTheirTruthTables(@ForAll boolean a, @ForAll boolean b, @ForAll boolean c) {
        var expression = truth(a) + " or " + truth(b) + " and not " + truth(c);
        assertThat(Filter.of(expression, Selectors.SERVICE).test(SERVICE)).isEqualTo(a || (b && !c));
        var grouped = "(" + truth(a) + " or " + truth(b) + ") and " + truth(c);
        assertThat(Filter.of(grouped, Selectors.SERVICE).test(SERVICE)).isEqualTo((a || b) && c);
    }

    @Property(tries = 500)
    void aQuotedValueEqualsItself(@ForAll String value) {
        var quoted = value.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t");
        var service = Fakes.service(value, "web", 1);
        assertThat(Filter.of("ID == \"" + quoted + '"', Selectors.SERVICE).test(service))
                .isTrue();
    }

    @Provide
    Arbitrary<List<String>> tokens() {
        return Arbitraries.of(
                        "Service",
                        "Port",
                        "Tags",
                        "Meta",
                        ".version",
                        "[\"a\"]",
                        "==",
                        "!=",
                        "is",
                        "not",
                        "empty",
                        "in",
                        "contains",
                        "matches",
                        "and",
                        "or",
                        "(",
                        ")",
                        "web",
                        "8080",
                        "-",
                        "1.5",
                        "\"x\"",
                        "`y`",
                        "\"",
                        "`",
                        "[",
                        "]",
                        "\\",
                        ".")
                .list()
                .ofMaxSize(12);
    }

    private static String truth(boolean value) {
        return value ? "Service == web" : "Service == db";
    }

    private static void parsedOrRefused(String text) {
        try {
            assertThat(Filter.of(text, Selectors.SERVICE).test(SERVICE)).isIn(true, false);
        } catch (FilterException e) {
            assertThat(e.getMessage()).isNotBlank().doesNotContain("Exception").doesNotContain("java");
        }
    }
}
