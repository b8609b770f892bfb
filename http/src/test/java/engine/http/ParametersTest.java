package engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {

    @Test
    void repeatedParametersKeepTheirOrder() {
        var query = Query.parse("tag=a&tag=b&pretty&x=1=2&&empty=");
        assertThat(query.all("tag")).isEqualTo(List.of("a", "b"));
        assertThat(query.first("tag")).isEqualTo("a");
        assertThat(query.has("pretty")).isTrue();
        assertThat(query.first("pretty")).isEmpty();
        assertThat(query.first("x")).isEqualTo("1=2");
        assertThat(query.has("empty")).isTrue();
        assertThat(query.has("none")).isFalse();
        assertThat(query.all("none")).isEmpty();
        assertThat(query.encoded()).isEqualTo("empty=&pretty=&tag=a&tag=b&x=1%3D2");
    }

    @Test
    void namesAndValuesAreDecoded() {
        var query = Query.parse("f%69lter=a+b%20%3D%3D+%22%C5%BE%22");
        assertThat(query.first("filter")).isEqualTo("a b == \"ž\"");
        assertThatThrownBy(() -> Query.parse("a=%zz")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> Query.parse("a=%4")).isInstanceOf(Refusal.class);
    }

    @Property(tries = 300)
    void anyQueryIsParsedOrRefused(@ForAll String raw) {
        try {
            Query.parse(raw).encoded();
        } catch (Refusal refusal) {
            assertThat(refusal.status()).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "10s, PT10S",
        "1.5h2m, PT1H32M",
        "300ms, PT0.3S",
        "-5s, PT-5S",
        "+1m, PT1M",
        "0, PT0S",
        ".5s, PT0.5S",
        "1us, PT0.000001S",
        "2µs, PT0.000002S",
        "1h1m1s1ms1ns, PT1H1M1.001000001S"
    })
    void durationsAreGoDurations(String text, Duration expected) {
        assertThat(GoDuration.parse(text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "5 s", "10 parsecs", "1d", "--1s", "1.2.3s", ".s", "9999999999999h", "1e3s"})
    void otherTextsAreNoDurations(String text) {
        assertThat(GoDuration.parse(text)).isEmpty();
    }

    @Test
    void theWaitIsBetweenDefaultAndMaximum() {
        assertThat(wait("")).isEqualTo(new Wait(0, Duration.ofMinutes(5)));
        assertThat(wait("index=7&wait=10s")).isEqualTo(new Wait(7, Duration.ofSeconds(10)));
        assertThat(wait("index=7&wait=0")).isEqualTo(new Wait(7, Duration.ofMinutes(5)));
        assertThat(wait("index=7&wait=-1s")).isEqualTo(new Wait(7, Duration.ofMinutes(5)));
        assertThat(wait("index=&wait=24h")).isEqualTo(new Wait(0, Duration.ofMinutes(10)));
        assertThat(wait("index=18446744073709551615").index()).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({"/v1//kv, /v1/kv", "/v1/kv/a/../b, /v1/kv/b", "/../../x/, /x/", "/v1/./kv/, /v1/kv/", "//, /"})
    void pathsHaveOneForm(String path, String clean) {
        assertThat(Percent.isClean(path)).isFalse();
        assertThat(Percent.clean(path)).isEqualTo(clean);
        assertThat(Percent.isClean(clean)).isTrue();
    }

    private static Wait wait(String query) {
        return Wait.of(Query.parse(query), Api.SETTINGS);
    }
}
