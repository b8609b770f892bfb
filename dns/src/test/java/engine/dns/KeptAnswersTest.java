package engine.dns;

import static org.assertj.core.api.Assertions.assertThat;

import engine.dns.Directory.Endpoint;
import engine.dns.DnsSettings.Freshness;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What a client agent answers while no server does. */
final class KeptAnswersTest {
    private static final List<InetSocketAddress> ANY_PORT =
            List.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
    private static final Duration HOUR = Duration.ofHours(1);

    private final Fixture catalog = Fixture.big(60);
    private final Fixture own = new Fixture();
    private DnsServer server;
    private DnsServer client;
    private volatile @Nullable Exception down;
    private volatile Duration asked = Duration.ZERO;

    @BeforeEach
    void start() throws IOException {
        server = DnsServer.start(ANY_PORT, Fixture.SETTINGS, catalog);
        client = DnsServer.start(ANY_PORT, Fixture.SETTINGS, own, (query, tcp, maxStale) -> {
            asked = maxStale;
            Exception failure = down;
            return failure == null
                    ? CompletableFuture.completedFuture(
                            server.answer(query, tcp, maxStale).orElseThrow())
                    : CompletableFuture.failedFuture(failure);
        });
        own.service("web", new Endpoint(own.node("here", "127.0.0.41", Map.of()), "", 80, List.of(), 1));
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private void keep(Duration maxStale, Duration keptAge) {
        client.update(Fixture.SETTINGS.with(new Freshness(maxStale, true, keptAge)));
    }

    private Message ask(String name, int edns) throws IOException {
        return Clients.udp(client, Fixture.query(name, Type.A, edns));
    }

    private int rcode(String name) throws IOException {
        return ask(name, 0).getRcode();
    }

    @Test
    void whatServersSaidLastIsAnsweredWhileNoneDoes() throws IOException {
        keep(HOUR, Duration.ZERO);
        var web = Fixture.answers(ask("web.service.consul", 0));
        assertThat(rcode("none.service.consul")).isEqualTo(Rcode.NXDOMAIN);
        for (Exception failure : List.of(new IOException("no server"), new TimeoutException())) {
            down = failure;
            Message query = Fixture.query("WEB.service.consul", Type.A, 0);
            query.getHeader().unsetFlag(Flags.RD);
            Message answer = Clients.udp(client, query);
            assertThat(Fixture.answers(answer)).isEqualTo(web);
            assertThat(answer.getHeader().getID()).isEqualTo(query.getHeader().getID());
            assertThat(answer.getHeader().getFlag(Flags.RD)).isFalse();
            assertThat(answer.getQuestion().getName()).hasToString("WEB.service.consul.");
            assertThat(rcode("none.service.consul")).isEqualTo(Rcode.NXDOMAIN);
            assertThat(rcode("big.service.consul")).isEqualTo(Rcode.SERVFAIL);
        }
    }

    @Test
    void unlessItIsWantedNothingIsKept() throws IOException {
        assertThat(ask("web.service.consul", 0).getSection(Section.ANSWER)).hasSize(2);
        down = new IOException("no server");
        assertThat(Fixture.answers(ask("web.service.consul", 0))).containsExactly("web.service.consul. 0 A 127.0.0.41");
        assertThat(rcode("ext1.node.consul")).isEqualTo(Rcode.SERVFAIL);
    }

    @Test
    void whileThereIsAServerItIsAsked() throws IOException {
        keep(HOUR, HOUR);
        ask("web.service.consul", 0);
        catalog.without("web");
        assertThat(rcode("web.service.consul")).isEqualTo(Rcode.NXDOMAIN);
        assertThat(asked).isEqualTo(HOUR);
    }

    @Test
    void whatIsTooOldIsNotAnswered() throws IOException {
        for (var age : List.of(
                new Duration[] {Duration.ofNanos(1), Duration.ZERO}, new Duration[] {HOUR, Duration.ofNanos(1)})) {
            down = null;
            keep(age[0], age[1]);
            ask("ext1.node.consul", 0);
            down = new IOException("no server");
            assertThat(rcode("ext1.node.consul")).isEqualTo(Rcode.SERVFAIL);
        }
    }

    /** Consul's allow_stale = false: a leader answers or nobody, not even this agent for itself. */
    @Test
    void whereNothingStaleIsAllowedAServerAnswersOrNobody() throws IOException {
        keep(Duration.ZERO, Duration.ZERO);
        assertThat(rcode("web.service.consul")).isEqualTo(Rcode.NOERROR);
        assertThat(asked).isZero();
        catalog.aged(Duration.ofMillis(1));
        assertThat(rcode("web.service.consul")).isEqualTo(Rcode.SERVFAIL);
        down = new IOException("no server");
        assertThat(rcode("web.service.consul")).isEqualTo(Rcode.SERVFAIL);
    }

    /** A failure of a server is no knowledge: what was known before stays. */
    @Test
    void failuresAreNotKept() throws IOException {
        keep(HOUR, Duration.ZERO);
        ask("ext1.node.consul", 0);
        server.update(Fixture.SETTINGS.with(new Freshness(Duration.ZERO, false, Duration.ZERO)));
        catalog.aged(HOUR);
        assertThat(rcode("ext1.node.consul")).isEqualTo(Rcode.SERVFAIL);
        down = new IOException("no server");
        assertThat(rcode("ext1.node.consul")).isEqualTo(Rcode.NOERROR);
    }

    @Test
    void keptAnswersAreInAnyOrderAndOfTheLengthThatTheClientTakes() throws IOException {
        keep(HOUR, Duration.ZERO);
        ask("big.service.consul", 4096);
        down = new IOException("no server");
        var first = new HashSet<String>();
        for (int i = 0; i < 100; i++) {
            Message answer = ask("big.service.consul", 4096);
            assertThat(answer.getSection(Section.ANSWER)).hasSize(60);
            first.add(answer.getSection(Section.ANSWER).getFirst().rdataToString());
        }
        assertThat(first).hasSizeGreaterThan(10);
        assertThat(rcode("big.service.consul")).isEqualTo(Rcode.SERVFAIL);
    }

    /** RFC 6891 6.1.1: options are between neighbours. */
    @Test
    void theOptionsOfOneClientAreNotThoseOfAnother() throws IOException {
        keep(HOUR, Duration.ZERO);
        Message query = Fixture.query("web.service.consul", Type.A, 0);
        var network = new ClientSubnetOption(24, InetAddress.ofLiteral("192.0.2.0"));
        query.addRecord(new OPTRecord(1232, 0, 0, 0, network), Section.ADDITIONAL);
        assertThat(Clients.udp(client, query).getOPT().getOptions()).isNotEmpty();
        down = new IOException("no server");
        Message answer = ask("web.service.consul", 1232);
        assertThat(answer.getSection(Section.ANSWER)).hasSize(2);
        assertThat(answer.getOPT().getOptions()).isEmpty();
        assertThat(answer.getOPT().getFlags()).isZero();
    }

    @Test
    void thereIsRoomForSoMuchAndTheOldestGoesFirst() {
        var kept = new KeptAnswers();
        int each = 60_000;
        int fit = KeptAnswers.MAX_BYTES / each;
        for (int i = 0; i <= fit; i++) {
            Forwarded query = query(i);
            kept.keep(query, bytes(query, each), 0);
            kept.answer(query(0), new Freshness(HOUR, true, Duration.ZERO), 1);
        }
        var freshness = new Freshness(HOUR, true, Duration.ZERO);
        assertThat(kept.answer(query(0), freshness, 1)).isPresent();
        assertThat(kept.answer(query(1), freshness, 1)).isEmpty();
        assertThat(kept.answer(query(2), freshness, 1)).isPresent();
        assertThat(kept.answer(query(fit), freshness, 1)).isPresent();
    }

    private static Forwarded query(int number) {
        byte[] wire = Fixture.query("n" + number + ".node.consul", Type.A, 0).toWire();
        var asking = (Query.Asking) Query.parse(ByteBuffer.wrap(wire));
        return new Forwarded(wire, asking, Responder.Transport.TCP);
    }

    /** An answer, and bytes behind it that nobody reads. */
    private static byte[] bytes(Forwarded query, int length) {
        byte[] answer = Arrays.copyOf(query.query(), length);
        answer[2] |= (byte) 0x80;
        return answer;
    }
}
