package engine.dns;

import static engine.dns.Fixture.additional;
import static engine.dns.Fixture.answers;
import static engine.dns.Fixture.authority;
import static org.assertj.core.api.Assertions.assertThat;

import engine.dns.Directory.Endpoint;
import engine.dns.Directory.Prepared;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/** Against answers of Consul 1.8.7, but for the names with {@code _tcp}, which it does not know. */
class QueryRecordsTest {
    private final Fixture fixture = Fixture.recorded();

    @BeforeEach
    void define() {
        var a1 = fixture.node("a1", "10.0.0.1", Map.of("rack", "r1"));
        var a2 = fixture.node("a2", "10.0.0.2", Map.of());
        var six = fixture.node("a4", "fe80::1", Map.of());
        fixture.prepared("web", found(Optional.of(Duration.ofSeconds(7)), false, endpoint(a1), endpoint(a2)));
        fixture.prepared("e.dot", found(Optional.empty(), false, endpoint(a1)));
        fixture.prepared("six", found(Optional.empty(), false, endpoint(six)));
        fixture.prepared("near", found(Optional.empty(), true, endpoint(a2), endpoint(a1)));
        fixture.prepared("empty", found(Optional.empty(), false));
        fixture.prepared("long", found(Optional.of(Duration.ofDays(365_000)), false, endpoint(a1)));
        fixture.prepared("bad", new Prepared.Failed());
    }

    private static Endpoint endpoint(Directory.Host host) {
        return new Endpoint(host, "", 80, List.of(), 1);
    }

    private static Prepared found(Optional<Duration> ttl, boolean ordered, Endpoint... endpoints) {
        return new Prepared.Found("web", List.of(endpoints), ttl, ordered);
    }

    private Message ask(String name, String type) {
        return fixture.ask(name, type);
    }

    @Test
    void addressesHaveTheTimeToLiveOfTheQuery() {
        assertThat(answers(ask("web.query.consul", "A")))
                .containsExactly("web.query.consul. 7 A 10.0.0.1", "web.query.consul. 7 A 10.0.0.2");
        assertThat(answers(ask("WEB.query.dc1.consul", "ANY"))).hasSize(2);
        assertThat(answers(ask("long.query.consul", "A"))).containsExactly("long.query.consul. 2147483647 A 10.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"web.query.consul.", "_web._tcp.query.consul.", "_web._tcp.query.dc1.consul."})
    void locationsNameTheNodes(String name) {
        var reply = ask(name, "SRV");
        assertThat(answers(reply))
                .containsExactly(
                        name + " 7 SRV 1 1 80 a1.node.dc1.consul.", name + " 7 SRV 1 1 80 a2.node.dc1.consul.");
        assertThat(additional(reply)).contains("a1.node.dc1.consul. 7 A 10.0.0.1", "a2.node.dc1.consul. 7 A 10.0.0.2");
    }

    @Test
    void namesMayHaveDots() {
        assertThat(answers(ask("e.dot.query.consul", "A"))).containsExactly("e.dot.query.consul. 0 A 10.0.0.1");
    }

    @Test
    void anAddressOfTheOtherKindIsNone() {
        assertThat(answers(ask("six.query.consul", "AAAA")))
                .containsExactly("six.query.consul. 0 AAAA fe80:0:0:0:0:0:0:1");
        var none = ask("six.query.consul", "A");
        assertThat(none.getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(answers(none)).isEmpty();
        assertThat(authority(none)).singleElement().asString().contains("SOA");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none.query.consul", "empty.query.consul", "web.query.dc2.consul", "_web._x.query.consul"})
    void whatFindsNothingDoesNotExist(String name) {
        var reply = ask(name, "A");
        assertThat(reply.getRcode()).isEqualTo(Rcode.NXDOMAIN);
        assertThat(authority(reply)).singleElement().asString().contains("SOA");
    }

    @Test
    void whatCannotBeExecutedIsAFailure() {
        var reply = ask("bad.query.consul", "A");
        assertThat(reply.getRcode()).isEqualTo(Rcode.SERVFAIL);
        assertThat(reply.getHeader().getFlag(Flags.AA)).isTrue();
    }

    @Test
    void whatIsNearStaysInFront() {
        for (var i = 0; i < 20; i++) {
            assertThat(ask("near.query.consul", "A").getSection(1))
                    .extracting(record -> record.rdataToString())
                    .containsExactly("10.0.0.2", "10.0.0.1");
        }
    }
}
