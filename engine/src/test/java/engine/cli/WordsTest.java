package engine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses, times, targets and tables. */
final class WordsTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1:8501, 10.0.0.1:8501",
        "http://db:80, db:80",
        "http://db:80/, db:80",
        "db, db:8500",
        ":8501, 127.0.0.1:8501",
        "[::1]:8501, [::1]:8501",
        "[::1], [::1]:8500",
        "::1, [::1]:8500",
        "unix:///run/engine.sock, unix:///run/engine.sock",
        "unix://engine.sock, unix://engine.sock"
    })
    void anAddressIsReadInEverySpelling(String text, String address) {
        assertThat(Address.parse(text)).hasToString(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "db:x",
                "db:0",
                "db:65536",
                "a b:1",
                "a/b:1",
                "https://db",
                "unix://",
                "unix:///",
                "unix://\u0000"
            })
    void whatIsNoAddressIsAUsageFailure(String text) {
        assertThatThrownBy(() -> Address.parse(text))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(2));
    }

    @ParameterizedTest
    @CsvSource({"60s, 60000", "1m30s, 90000", "500ms, 500", "1.5h, 5400000"})
    void aTimeIsReadAsGoWritesIt(String text, long millis) {
        assertThat(Times.parse(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "60", "s", "-1s", "0s", "1x", "1s1", "9999h", "1s "})
    void whatIsNoTimeIsNull(String text) {
        assertThat(Times.parse(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"12, 12 ms", "3400, 3.4 s", "125000, 2 min 5 s"})
    void aTimeIsWrittenForPeople(long millis, String text) {
        assertThat(Times.text(millis)).isEqualTo(text);
    }

    @Test
    void aTargetIsPercentEncoded() {
        assertThat(Target.of("/v1/kv/")
                        .path("a b/\u00fc?#%")
                        .with("dc", "d&c")
                        .with("stale")
                        .with("flags", ""))
                .hasToString("/v1/kv/a%20b/%C3%BC%3F%23%25?dc=d%26c&stale");
    }

    @Test
    void aTableIsAlignedAndCannotSteerTheTerminal() {
        assertThat(new Table("Node", "X")
                        .row("a-long-one", "\u001b[31mred")
                        .row("\u00fc", "2")
                        .text())
                .isEqualTo("Node        X\na-long-one  ?[31mred\n\u00fc           2\n");
    }

    @Test
    void theNearestWordIsNamedOnlyWhenItIsNear() {
        assertThat(Nearest.to("memers", List.of("event", "members"))).isEqualTo("members");
        assertThat(Nearest.to("xyz", List.of("event", "members"))).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "tls_skip_verify, TLSSkipVerify",
        "enable-tag-override, EnableTagOverride",
        "id, ID",
        "http, HTTP",
        "Name, Name",
        "deregister_critical_service_after, DeregisterCriticalServiceAfter"
    })
    void aConfigurationKeyHasANameInTheApi(String key, String name) {
        assertThat(ServiceFile.apiName(key)).isEqualTo(name);
    }
}
