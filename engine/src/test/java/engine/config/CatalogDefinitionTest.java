package engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import engine.text.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogDefinitionTest {

    private static CatalogRegistration.Check register(String definition) {
        return CatalogRegistration.of(Map.of(
                        "Node",
                        "printer",
                        "Address",
                        "10.0.0.9",
                        "Check",
                        Map.of("Name", "c", "Definition", Json.object(definition))))
                .checks()
                .getFirst();
    }

    /** What a real Consul keeps, durations in nanoseconds. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | ''",
                "{\"Interval\":\"0s\"} | ''",
                "{\"Bogus\":1} | ''",
                "{\"http\":\"http://x/\",\"interval\":\"5s\"} | {\"Interval\":5000000000,\"HTTP\":\"http://x/\"}",
                "{\"TCP\":\"x:1\",\"IntervalDuration\":10000000000} | {\"Interval\":10000000000,\"TCP\":\"x:1\"}",
                "{\"TLSSkipVerify\":true,\"Method\":\"POST\",\"Body\":\"b\",\"Header\":{\"X\":[\"y\"]},\"HTTP\":\"http://x\",\"DeregisterCriticalServiceAfter\":\"30s\",\"Timeout\":\"5s\"}"
                        + "| {\"Timeout\":5000000000,\"DeregisterCriticalServiceAfter\":30000000000,\"HTTP\":\"http://x\",\"TLSSkipVerify\":true,\"Header\":{\"X\":[\"y\"]},\"Method\":\"POST\",\"Body\":\"b\"}",
                "{\"TTL\":\"10s\",\"ScriptArgs\":[\"a\",\"b\"],\"OutputMaxSize\":5} | {\"OutputMaxSize\":5,\"ScriptArgs\":[\"a\",\"b\"],\"TTL\":10000000000}",
                "{\"TCP\":\"x:1\",\"failures_before_critical\":3,\"expect\":\"ok\"} | {\"TCP\":\"x:1\",\"expect\":\"ok\",\"failures_before_critical\":3}"
            })
    void isKeptAsConsulShowsItWithWhatOnlyIsHereBehind(String written, String kept) {
        assertThat(register(written).definition()).isEqualTo(kept);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"Interval\":\"abc\"} | Request decode failed: time: invalid duration \"abc\"",
                "{\"HTTP\":5} | cannot unmarshal number",
                "{\"Header\":{\"X\":\"y\"}} | cannot unmarshal string"
            })
    void aMemberOfTheWrongTypeIsRefused(String written, String sentence) {
        assertThatThrownBy(() -> register(written)).hasMessageContaining(sentence);
    }

    @Test
    void oneThatIsTooLongIsRefused() {
        assertThatThrownBy(() -> register("{\"Body\":\"" + "x".repeat(20_000) + "\"}"))
                .hasMessageContaining("at most 16384");
    }

    @Test
    void theTypeIsConsuls() {
        assertThat(CatalogDefinition.type("{\"HTTP\":\"http://x\"}")).isEqualTo("http");
        assertThat(CatalogDefinition.type("{\"ping\":\"x\"}")).isEmpty();
        assertThat(CatalogDefinition.type("")).isEmpty();
    }
}
