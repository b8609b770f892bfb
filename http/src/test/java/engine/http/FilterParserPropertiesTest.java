package engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
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
        var service = Fakes.service(value, "web", 1);
        assertThat(Filter.of("ID == " + quoted(value), Selectors.SERVICE).test(service))
                .isTrue();
    }

    @Property(tries = 1000)
    void whatIsPrintedIsParsedAsItWas(@ForAll("filters") Filter filter) {
        assertThat(FilterParser.parse(printed(filter))).isEqualTo(filter);
    }

    @Provide
    Arbitrary<Filter> filters() {
        return filters(4);
    }

    private static Arbitrary<Filter> filters(int depth) {
        Arbitrary<Filter> matches = Combinators.combine(
                        Arbitraries.strings().withChars("abcZ_9").ofMaxLength(5).map(name -> "S" + name),
                        Arbitraries.strings().ofMaxLength(5).list().ofMaxSize(3),
                        Arbitraries.of(Filter.Operator.values()),
                        Arbitraries.strings().ofMaxLength(8))
                .as((first, keys, operator, value) -> new Filter.Match(
                        Stream.concat(Stream.of(first), keys.stream()).toList(),
                        operator,
                        operator == Filter.Operator.IS_EMPTY || operator == Filter.Operator.IS_NOT_EMPTY ? "" : value));
        if (depth == 0) {
            return matches;
        }
        var parts = filters(depth - 1).list().ofMinSize(2).ofMaxSize(3);
        return Arbitraries.oneOf(
                matches,
                parts.map(Filter.And::new),
                parts.map(Filter.Or::new),
                filters(depth - 1).map(Filter.Not::new));
    }

    private static String printed(Filter filter) {
        return switch (filter) {
            case Filter.And(var parts) -> grouped(parts, " and ");
            case Filter.Or(var parts) -> grouped(parts, " or ");
            case Filter.Not(var part) -> "not (" + printed(part) + ")";
            case Filter.Match(var path, var operator, var value) -> {
                var selector = path.getFirst()
                        + path.stream()
                                .skip(1)
                                .map(key -> "[" + quoted(key) + "]")
                                .collect(Collectors.joining());
                yield switch (operator) {
                    case EQUAL -> selector + " == " + quoted(value);
                    case NOT_EQUAL -> selector + "!=" + quoted(value);
                    case IN -> quoted(value) + " in " + selector;
                    case NOT_IN -> selector + " not contains " + quoted(value);
                    case IS_EMPTY -> selector + " is empty";
                    case IS_NOT_EMPTY -> selector + " is not empty";
                    case MATCHES -> selector + " matches " + quoted(value);
                    case NOT_MATCHES -> selector + " not matches " + quoted(value);
                };
            }
        };
    }

    private static String grouped(List<Filter> parts, String word) {
        return parts.stream().map(part -> "(" + printed(part) + ")").collect(Collectors.joining(word));
    }

    private static String quoted(String value) {
        return '"'
                + value.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                        .replace("\t", "\\t")
                + '"';
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
