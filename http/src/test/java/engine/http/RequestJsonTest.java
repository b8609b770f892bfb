package engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestJsonTest {

    private static Map<String, @Nullable Object> parse(String text) {
        return RequestJson.object(ByteString.fromString(text));
    }

    @Test
    void valuesKeepTheirKinds() {
        assertThat(parse("{\"s\":\"x\",\"i\":5,\"b\":18446744073709551615,\"d\":1.5,\"t\":true,\"l\":[1,null,{}]}"))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "s",
                        "x",
                        "i",
                        5L,
                        "b",
                        new BigInteger("18446744073709551615"),
                        "d",
                        1.5,
                        "t",
                        true,
                        "l",
                        Arrays.asList(1L, null, Map.of())));
    }

    @Test
    void keysStayAsWrittenAndTheLastOfARepeatedOneCounts() {
        assertThat(parse("{\"enable_tag_override\":1,\"Name\":\"a\",\"Name\":\"b\"} and more"))
                .isEqualTo(Map.of("enable_tag_override", 1L, "Name", "b"));
        assertThat(parse("null")).isEmpty();
    }

    @Test
    void halvesOfSurrogatePairsAreReplaced() {
        var parsed = parse("{\"a\":\"x\\udc00y\\ud83d\\ude00\",\"b\":\"\\ud800\"}");
        assertThat(parsed).isEqualTo(Map.of("a", "x\ufffdy\ud83d\ude00", "b", "\ufffd"));
        assertThat(Json.bytes(false, out -> Json.any(out, parsed)).utf8String()).contains("\ud83d\ude00");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1,2",
                "{\"a\"",
                "{\"a\":}",
                "{a:1}",
                "[]",
                "5",
                "\"x\"",
                "true",
                "{\"a\":1,}",
                "{\"a\":01}",
                "{\"a\":\"\\x\"}",
                "\u0000",
                "{\"a\":'b'}",
                "{\"a\":NaN}"
            })
    void whatIsNoObjectIsRefused(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.status()).isEqualTo(400);
            assertThat(refusal.getMessage())
                    .startsWith("Request decode failed: ")
                    .doesNotContain("ackson");
        });
    }

    @Test
    void depthAndNumbersAreLimited() {
        assertThatThrownBy(() -> parse("{\"a\":" + "[".repeat(100_000))).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> parse("{\"a\":" + "9".repeat(5_000) + "}")).isInstanceOf(Refusal.class);
    }

    @Property(tries = 500)
    void anyBytesAreParsedOrRefused(@ForAll byte[] bytes, @ForAll String text) {
        for (var body : List.of(bytes, ("{\"" + text + "\":" + text).getBytes(StandardCharsets.UTF_8))) {
            try {
                RequestJson.object(ByteString.fromArray(body));
            } catch (Refusal refusal) {
                assertThat(refusal.status()).isEqualTo(400);
            }
        }
    }

    @Test
    void answersEscapeAsGoDoes() {
        var written = Json.bytes(false, out -> out.writeString("<a>&\"\\\n\t\b\f\u0001\u007fž\u2603"));
        assertThat(written.utf8String())
                .isEqualTo("\"\\u003ca\\u003e\\u0026\\\"\\\\\\n\\t\\u0008\\u000c\\u0001\u007fž\u2603\"");
    }
}
