package engine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {

    @Test
    void readsEveryKindOfValue() {
        assertThat(Json.parse(" { \"a\" : [ 1 , -2.5e3 , true , false , null , \"x\" ] , \"b\" : { } } "))
                .isEqualTo(Map.of(
                        "a", Arrays.asList(1L, new BigDecimal("-2.5e3"), true, false, null, "x"), "b", Map.of()));
        assertThat(Json.parse("[]")).isEqualTo(List.of());
        assertThat(Json.parse("0")).isEqualTo(0L);
    }

    @Test
    void readsEscapes() {
        assertThat(Json.parse("\"\\\" \\\\ \\/ \\b\\f\\n\\r\\t \\u00e4 \\ud83d\\ude00\""))
                .isEqualTo("\" \\ / \b\f\n\r\t \u00e4 \ud83d\ude00");
    }

    @Test
    void keepsNumbersOf64Bits() {
        assertThat(Json.parse("18446744073709551615")).isEqualTo(new BigDecimal("18446744073709551615"));
        assertThat(Fields.of(Json.parse("{\"Flags\":18446744073709551615}")).text("Flags"))
                .isEqualTo("18446744073709551615");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1",
                "[1,]",
                "{\"a\"}",
                "{\"a\":1,}",
                "{a:1}",
                "tru",
                "nul",
                "01",
                "1.",
                ".5",
                "-",
                "1e",
                "\"",
                "\"\n\"",
                "\"\\x\"",
                "\"\\u12g4\"",
                "1 2",
                "[1}",
                "Error!"
            })
    void refusesWhatIsNotJson(String text) {
        assertThatThrownBy(() -> Json.parse(text)).hasMessageStartingWith("the answer is not JSON (at character");
    }

    @Test
    void refusesNestingThatWouldOverflowTheStack() {
        assertThatThrownBy(() -> Json.parse("[".repeat(100_000))).isInstanceOf(Failure.class);
    }

    @Test
    void writesWithIndents() {
        assertThat(JsonText.indented(Json.parse("{\"a\":[1,\"x\"],\"b\":{}}")))
                .isEqualTo("{\n    \"a\": [\n        1,\n        \"x\"\n    ],\n    \"b\": {}\n}");
    }
}
