package engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTest {
    private static final Service WEB = new Service(
            "web1",
            "web",
            List.of("v1", "primary"),
            "10.0.0.1",
            Map.of("lan", new Service.Address("10.0.0.1", 80)),
            Map.of("version", "1.2", "a b", "c"),
            8080,
            new Service.Weights(10, 1),
            false,
            null,
            1,
            1);
    private static final Instance INSTANCE = new Instance(
            Fakes.NODE, WEB, List.of(Fakes.check("c1", WEB, "passing"), Fakes.check("c2", WEB, "warning")));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Service == web",
                "Service==web",
                "Service == \"web\"",
                "Service == `web`",
                " \t\n Service  ==  web ",
                "Service != db",
                "Port == 8080",
                "Port == \"8080\"",
                "Port != -1",
                "EnableTagOverride == false",
                "EnableTagOverride != true",
                "v1 in Tags",
                "\"v1\" in Tags",
                "v2 not in Tags",
                "Tags contains primary",
                "Tags not contains x",
                "Tags is not empty",
                "we in Service",
                "Service contains eb",
                "Service matches \"^w.b$\"",
                "Service matches e",
                "Service not matches \"^e\"",
                "Meta.version == \"1.2\"",
                "Meta[\"version\"] == \"1.2\"",
                "Meta[`a b`] == c",
                "Meta.none != x",
                "Meta.none not matches x",
                "x not in Meta.none",
                "version in Meta",
                "Meta contains version",
                "Meta is not empty",
                "Weights.Passing == 10",
                "TaggedAddresses.lan.Port == 80",
                "TaggedAddresses.lan.Address == \"10.0.0.1\"",
                "TaggedAddresses.wan.Port != 80",
                "lan in TaggedAddresses",
                "not Service == db",
                "not not Service == web",
                "not (Service == db)",
                "(Service == web)",
                "((Service == web) and (Port == 8080))",
                "Service == web or Port == 1 and Port == 2",
                "Port == 1 and Port == 2 or Service == web",
                "Service == db or Service == web",
                "not Service == db and Service == web",
                "Kind == \"\"",
                "Meta.version == \"1.2\" and Service == \"web\" and v1 in Tags"
            })
    void holdsForTheService(String expression) {
        assertThat(Filter.of(expression, Selectors.SERVICE).test(WEB)).isTrue();
        assertThat(Filter.of("not (" + expression + ")", Selectors.SERVICE).test(WEB))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Service == Web",
                "Service == a.b",
                "Meta.none == x",
                "x in Meta.none",
                "Meta.none matches x",
                "Tags is empty",
                "(Service == web or Port == 1) and Port == 2",
                "Port == 0"
            })
    void doesNotHold(String expression) {
        assertThat(Filter.of(expression, Selectors.SERVICE).test(WEB)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Node.Node == node1",
                "Node.Meta.rack == r1",
                "Node.TaggedAddresses.lan == \"127.0.0.1\"",
                "Service.Port == 8080",
                "Service.Meta.version == \"1.2\"",
                "Checks.Status == passing",
                "Checks.Status == warning",
                "Checks.Status != passing",
                "v1 in Checks.ServiceTags",
                "Checks is not empty"
            })
    void holdsForTheInstance(String expression) {
        assertThat(Filter.of(expression, Selectors.HEALTH).test(INSTANCE)).isTrue();
    }

    @Test
    void anEmptyExpressionLetsAllThrough() {
        assertThat(Filter.of("", Selectors.SERVICE).test(WEB)).isTrue();
    }

    @Test
    void nothingIsInWhatWasNotGiven() {
        var bare = Fakes.service("x", "x", 0);
        assertThat(Filter.of("Meta is empty", Selectors.SERVICE).test(bare)).isTrue();
        assertThat(Filter.of("Meta.a == b", Selectors.SERVICE).test(bare)).isFalse();
        assertThat(Filter.of("a in Meta", Selectors.SERVICE).test(bare)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
                    ==                       | 1:1 (0): no match found, expected: "(", "not", a selector, a number or a string in quotes
                    ' '                      | 1:2 (1): no match found, expected: "(", "not", a selector, a number or a string in quotes
                    Service                  | 1:8 (7): no match found, expected: "==", "!=", "is", "in", "contains", "matches" or "not"
                    Service = x              | 1:9 (8): no match found, expected: "==", "!=", "is", "in", "contains", "matches" or "not"
                    Service == web extra     | 1:16 (15): no match found, expected: "and", "or" or the end
                    Service == web AND x     | 1:16 (15): no match found, expected: "and", "or" or the end
                    Service == web and       | 1:19 (18): no match found, expected: "(", "not", a selector, a number or a string in quotes
                    (Service == web          | 1:16 (15): no match found, expected: ")", "and" or "or"
                    Service == "web          | 1:16 (15): rule "string": Unterminated string literal
                    Service == 127.0.0.1     | 1:17 (16): rule "number": Invalid number literal; put other values in quotes
                    Service == a-b           | 1:13 (12): no match found, expected: "and", "or" or the end
                    "web" == Service         | 1:1 (0): no match found, expected: a selector such as ServiceName or Meta.version
                    Service is full          | 1:12 (11): no match found, expected: "empty"
                    Service not equal x      | 1:13 (12): no match found, expected: "in", "contains" or "matches"
                    v1 in "Tags"             | 1:13 (12): no match found, expected: a selector such as ServiceName or Meta.version
                    Meta[x] == y             | 1:6 (5): no match found, expected: a string in quotes
                    Meta. == y               | 1:6 (5): no match found, expected: a name after the dot; put other values in quotes
                    Tags == web              | Invalid match operator "Equal" for selector "Tags"
                    web in Port              | Invalid match operator "In" for selector "Port"
                    Service is empty         | Invalid match operator "Is Empty" for selector "Service"
                    Weights == 10            | Invalid match operator "Equal" for selector "Weights"
                    Tags matches v           | Invalid match operator "Matches" for selector "Tags"
                    Port == web              | Failed to coerce value "web" for selector "Port": a whole number is expected
                    EnableTagOverride == xx  | Failed to coerce value "xx" for selector "EnableTagOverride": true or false is expected
                    Service matches "("      | Failed to compile regular expression "(": error parsing regexp: missing closing ): `(`
                    Meta.a.b == web          | Selector "Meta.a.b" is not valid; there are Meta.<key>
                    Weights.Other == 1       | Selector "Weights.Other" is not valid; there are Weights.Passing, Weights.Warning
                    """)
    void sayWhatIsWrongAndWhere(String expression, String sentence) {
        assertThatThrownBy(() -> Filter.of(expression, Selectors.SERVICE))
                .isInstanceOf(FilterException.class)
                .hasMessage("Failed to create boolean expression evaluator: " + sentence);
    }

    @Test
    void anUnknownSelectorIsAnsweredWithTheKnownOnes() {
        assertThatThrownBy(() -> Filter.of("service == web", Selectors.SERVICE))
                .hasMessageContaining("Selector \"service\" is not valid; there are Kind, ID, Service, Tags,")
                .hasMessageContaining("Weights.Passing");
        assertThatThrownBy(() -> Filter.of("Service.x == web", Selectors.SERVICE))
                .hasMessageContaining("Selector \"Service.x\" is not valid; there are Kind, ID, Service");
        assertThatThrownBy(() -> Filter.of("Service.Nope == web", Selectors.HEALTH))
                .hasMessageContaining("there are Service.Kind, Service.ID");
    }

    @Test
    void depthLengthAndPatternsAreLimited() {
        assertThatThrownBy(() -> FilterParser.parse("(".repeat(10_000))).hasMessageContaining("nested deeper than 64");
        assertThatThrownBy(() -> FilterParser.parse("not ".repeat(4_000) + "a == b"))
                .hasMessageContaining("nested deeper than 64");
        assertThatThrownBy(() -> FilterParser.parse("a".repeat(20_000))).hasMessageContaining("16384 characters");
        assertThatThrownBy(() -> Filter.of("ID matches `" + "a".repeat(600) + "`", Selectors.SERVICE))
                .hasMessageContaining("512 characters");
        assertThatThrownBy(() -> Filter.of("ID matches `((a{1000}){1000}){1000}`", Selectors.SERVICE))
                .hasMessageContaining("may multiply to 1000");
        assertThat(Filter.of("ID matches `^w{1,3}eb[0-9]{1,5}$`", Selectors.SERVICE)
                        .test(WEB))
                .isTrue();
        var wide = "ID == web1" + " and ID == web1".repeat(1000);
        assertThat(Filter.of(wide, Selectors.SERVICE).test(WEB)).isTrue();
    }
}
