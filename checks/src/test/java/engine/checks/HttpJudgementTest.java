package engine.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.util.List;
import java.util.Map;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpJudgementTest {

    private static final String BODY =
            "{\"status\": \"ok\", \"load\": 1.50, \"ready\": true, \"none\": null, \"a/b\": [{\"up\": \"yes\"}]}";

    @ParameterizedTest
    @CsvSource({"200, PASSING", "299, PASSING", "300, CRITICAL", "429, WARNING", "199, CRITICAL", "503, CRITICAL"})
    void withoutAnExpectationConsulsRuleHolds(int code, Status status) {
        assertThat(new HttpJudgement(HttpExpectation.NONE).status(code)).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"200, PASSING", "204, CRITICAL", "301, PASSING", "399, PASSING", "429, CRITICAL", "500, CRITICAL"})
    void expectedCodesAreTheOnesThatPass(int code, Status status) {
        assertThat(new HttpJudgement(status("200", "3xx")).status(code)).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "/status, ok",
        "/load, 1.50",
        "/ready, true",
        "/none, null",
        "/a~1b/0/up, yes",
    })
    void aJsonPointerFindsTheScalar(String pointer, String value) {
        assertThat(missing(json(Map.of(pointer, value)), BODY)).isEmpty();
        assertThat(missing(json(Map.of(pointer, value + "x")), BODY))
                .isEqualTo("but %s is '%s', not '%sx'".formatted(pointer, value, value));
    }

    @Test
    void whatIsNoScalarOrNotThereIsSaid() {
        assertThat(missing(json(Map.of("/a~1b", "x")), BODY)).isEqualTo("but /a~1b is no scalar of the body, not 'x'");
        assertThat(missing(json(Map.of("/nothing", "x")), BODY))
                .isEqualTo("but /nothing is no scalar of the body, not 'x'");
        assertThat(missing(json(Map.of("/a", "x")), "<html>")).isEqualTo("but the body is not JSON");
        assertThat(missing(json(Map.of("/status", "ok")), "{\"status\": \"ok\""))
                .isEqualTo("but the body is not JSON");
        assertThat(missing(json(Map.of("/a", "x")), "[".repeat(100_000))).isEqualTo("but the body is not JSON");
    }

    @Test
    void aBodyMustAndMustNotMatch() {
        var expected = new HttpExpectation(List.of(), "^ok.*done$", "ERR(OR)?", Map.of(), Map.of());
        assertThat(missing(expected, "ok\nall done")).isEmpty();
        assertThat(missing(expected, "not ok")).isEqualTo("but the body does not match '^ok.*done$'");
        assertThat(missing(expected, "ok, ERR, done")).isEqualTo("but the body matches 'ERR(OR)?'");
    }

    @Test
    void aBodyThatIsNotWholeIsNotJudged() {
        var expected = new HttpExpectation(List.of(), "", "error", Map.of(), Map.of());
        assertThat(new HttpJudgement(expected).missing(answer("fine", false)))
                .contains("but the body is longer than 262144 bytes, the most that can be matched");
    }

    @Test
    void oneValueOfAHeaderMustMatch() {
        assertThat(missing(header("x-role", "^primary$"), "")).isEmpty();
        assertThat(missing(header("X-Role", "^old$"), "")).isEqualTo("but no header X-Role matches '^old$'");
        assertThat(missing(header("X-Other", ".*"), "")).isEqualTo("but there is no header X-Other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "20", "2000", "6xx", "20x", "2XX", "ok", "", "-20"})
    void whatIsNoCodeIsRefused(String code) {
        assertThatThrownBy(() -> status(code))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expect-status has codes such as 200 and classes such as 2xx, not '" + code + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "a{1001}", "(a{100}){100}", "(?=a)"})
    void regularExpressionsThatCannotBeUsedAreRefused(String regex) {
        assertThatThrownBy(() -> new HttpExpectation(List.of(), regex, "", Map.of(), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("expect-body");
        assertThatThrownBy(() -> header("A", regex)).hasMessageStartingWith("expect-header A");
    }

    @Test
    void whatIsNoPointerIsRefused() {
        for (var pointer : List.of("status", "/a~2", "a/b")) {
            assertThatThrownBy(() -> json(Map.of(pointer, "x"))).hasMessageContaining("'" + pointer + "'");
        }
    }

    private static String missing(HttpExpectation expected, String body) {
        return new HttpJudgement(expected).missing(answer(body, true)).orElse("");
    }

    private static HttpAnswer answer(String body, boolean whole) {
        var headers = new DefaultHttpHeaders();
        headers.add("X-Role", List.of("standby", "primary"));
        return new HttpAnswer(200, "200 OK", headers, ByteString.fromString(body), whole);
    }

    private static HttpExpectation status(String... codes) {
        return new HttpExpectation(List.of(codes), "", "", Map.of(), Map.of());
    }

    private static HttpExpectation header(String name, String regex) {
        return new HttpExpectation(List.of(), "", "", Map.of(name, regex), Map.of());
    }

    private static HttpExpectation json(Map<String, String> scalars) {
        return new HttpExpectation(List.of(), "", "", Map.of(), scalars);
    }
}
