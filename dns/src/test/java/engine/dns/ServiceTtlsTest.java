package engine.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ServiceTtlsTest {
    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }

    @Test
    void theNameGoesBeforeTheLongestBeginningOfIt() {
        var ttls = new ServiceTtls(
                Map.of("*", seconds(1), "web*", seconds(2), "web-a*", seconds(3), "Web-abc", seconds(4)));
        assertThat(ttls.of("db")).isEqualTo(seconds(1));
        assertThat(ttls.of("WEB")).isEqualTo(seconds(2));
        assertThat(ttls.of("web-ab")).isEqualTo(seconds(3));
        assertThat(ttls.of("web-ABC")).isEqualTo(seconds(4));
        assertThat(new ServiceTtls(Map.of("web", seconds(2))).of("webs")).isZero();
    }

    @Test
    void ttlsBeyondTheProtocolAreRefused() {
        assertThatThrownBy(() -> new ServiceTtls(Map.of("a", Duration.ofDays(99_999))))
                .hasMessageStartingWith("dns-config: service-ttl.a must be 0 s to 2147483647 s, was ");
    }

    @Test
    void answersCarryThem() {
        DnsSettings usual = Fixture.SETTINGS;
        var settings = new DnsSettings(
                "consul",
                "",
                "dc1",
                Duration.ZERO,
                new ServiceTtls(Map.of("we*", seconds(7))),
                3,
                0,
                true,
                true,
                usual.soa(),
                usual.form(),
                usual.recursors(),
                usual.freshness());
        var answer = Fixture.ask(
                Fixture.recorded().responder(settings), "primary.web.service.consul", "A", 0, Responder.Transport.UDP);
        assertThat(Fixture.answers(answer)).containsExactly("primary.web.service.consul. 7 A 127.0.0.12");
    }
}
