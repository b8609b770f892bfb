package engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessLogTest {
    private static AccessLog.Entry entry(String target) {
        return new AccessLog.Entry("10.0.0.1", "GET", target, 200, 42, Duration.ofNanos(1_250_000), "id1");
    }

    @Test
    void aLineSaysWhoAskedWhatAndWhatCameOfIt() {
        assertThat(AccessLog.text(entry("/v1/kv/a?raw"))).isEqualTo("10.0.0.1 \"GET /v1/kv/a?raw\" 200 42 1.2ms id1");
        assertThat(AccessLog.json(entry("/v1/kv/a"), Instant.EPOCH))
                .isEqualTo("{\"time\":\"1970-01-01T00:00:00Z\",\"client\":\"10.0.0.1\",\"method\":\"GET\","
                        + "\"target\":\"/v1/kv/a\",\"status\":200,\"bytes\":42,\"ms\":1.2,\"request-id\":\"id1\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /a?token=s           | /a
            /a?b=1&token=s&c     | /a?b=1&c
            /a?%74oken=s&c       | /a?c
            /a?TOKEN=s           | /a
            /a?token             | /a
            /a?%zz=s             | /a
            /a?tokens=1          | /a?tokens=1
            """)
    void tokensAreLeftOut(String target, String logged) {
        assertThat(AccessLog.withoutToken(target)).isEqualTo(logged);
    }

    @Property
    void whateverComesIsOneLine(@ForAll String target) {
        assertThat(AccessLog.text(entry(target))).matches("10\\.0\\.0\\.1 \"GET [!#-~]*\" 200 42 1\\.2ms id1");
    }
}
