package engine.dns;

import static org.assertj.core.api.Assertions.assertThat;

import engine.dns.DnsSettings.Freshness;
import engine.dns.DnsSettings.Recursors;
import engine.dns.Responder.Transport;
import engine.metrics.Metrics;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** How old a server's answers may be. */
final class FreshnessTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Fixture catalog = Fixture.recorded();

    private int ask(String name, Duration maxStale) {
        var responder = catalog.responder(Fixture.SETTINGS.with(new Freshness(maxStale, false, Duration.ZERO)));
        return Fixture.ask(responder, name, "ANY", 0, Transport.UDP).getRcode();
    }

    @Test
    void byDefaultAnAnswerMayBeOfAnyAge() {
        catalog.aged(Freshness.UNKNOWN);
        assertThat(Fixture.answers(catalog.ask("web.service.consul", "A"))).hasSize(2);
    }

    /** Consul asks the leader then, and says SERVFAIL as there is none. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "web.service.consul",
                "none.service.consul",
                "ext1.node.consul",
                "consul",
                "11.0.0.127.in-addr.arpa"
            })
    void olderThanItMayBeIsServfail(String name) {
        catalog.aged(MINUTE);
        int fresh = ask(name, MINUTE);
        assertThat(fresh).isIn(Rcode.NOERROR, Rcode.NXDOMAIN);
        assertThat(ask(name, MINUTE.minusNanos(1))).isEqualTo(Rcode.SERVFAIL);
        assertThat(ask(name, Duration.ZERO)).isEqualTo(Rcode.SERVFAIL);
        catalog.aged(Duration.ZERO);
        assertThat(ask(name, Duration.ZERO)).isEqualTo(fresh);
    }

    @Test
    void whatDependsOnNoSourceHasNoAge() {
        catalog.aged(MINUTE);
        assertThat(ask("example.com", Duration.ZERO)).isEqualTo(Rcode.REFUSED);
    }

    @Test
    void answersOfMoreThanFiveSecondsAreCounted() {
        long before = Metrics.DNS_STALE.total();
        catalog.aged(Duration.ofSeconds(5));
        catalog.ask("web.service.consul", "A");
        assertThat(Metrics.DNS_STALE.total()).isEqualTo(before);
        catalog.aged(Duration.ofSeconds(6));
        catalog.ask("web.service.consul", "A");
        catalog.ask("example.com", "A");
        ask("web.service.consul", Duration.ZERO);
        assertThat(Metrics.DNS_STALE.total()).isEqualTo(before + 1);
    }

    @Test
    void aQueryThatAnotherAgentHandsOnSaysHowOldItsAnswerMayBe() throws Exception {
        var address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        try (DnsServer server = DnsServer.start(List.of(address), Fixture.SETTINGS, catalog)) {
            catalog.aged(MINUTE);
            byte[] query = Fixture.query("web.service.consul", Type.A, 0).toWire();
            Message refused = Fixture.read(
                    server.answer(query, false, Duration.ofSeconds(59)).orElseThrow());
            assertThat(refused.getRcode()).isEqualTo(Rcode.SERVFAIL);
            assertThat(refused.getHeader().getID())
                    .isEqualTo(Fixture.read(query).getHeader().getID());
            assertThat(Fixture.answers(
                            Fixture.read(server.answer(query, false, MINUTE).orElseThrow())))
                    .hasSize(2);
            assertThat(server.answer(new byte[3], false, Duration.ZERO)).isEmpty();
        }
    }

    /** As Consul, whose search for the node fails then. */
    @Test
    void anOldReverseNameIsAskedForElsewhere() throws Exception {
        var address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        var other = new Fixture();
        other.node("elsewhere", "127.0.0.11", Map.of());
        try (DnsServer recursor = DnsServer.start(List.of(address), Fixture.SETTINGS, other)) {
            var recursors = new Recursors(recursor.addresses(), Duration.ofSeconds(5), false, Network.PRIVATE);
            var settings = Fixture.SETTINGS
                    .with(new Freshness(Duration.ZERO, false, Duration.ZERO))
                    .with(recursors);
            try (DnsServer server = DnsServer.start(List.of(address), settings, catalog)) {
                catalog.aged(MINUTE);
                Message answer = Clients.udp(server, Fixture.query("11.0.0.127.in-addr.arpa", Type.PTR, 0));
                assertThat(Fixture.answers(answer))
                        .containsExactly("11.0.0.127.in-addr.arpa. 0 PTR elsewhere.node.dc1.consul.");
            }
        }
    }
}
