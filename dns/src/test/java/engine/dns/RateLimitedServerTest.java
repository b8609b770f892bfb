package engine.dns;

import static org.assertj.core.api.Assertions.assertThat;

import engine.dns.Directory.Endpoint;
import engine.dns.DnsSettings.Form;
import engine.dns.DnsSettings.Order;
import engine.dns.DnsSettings.Recursors;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** {@code responses-per-second} on the wire: one response a second here. */
final class RateLimitedServerTest {
    private static final List<InetSocketAddress> ANY_PORT =
            List.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
    private static final DnsSettings LIMITED = Fixture.SETTINGS.with(new Form(true, false, Order.RANDOM, "", 1));
    /** Queries of which the first has an answer, and of the others every second one TC. */
    private static final int BURST = 9;

    private DnsServer server;

    @BeforeEach
    void start() throws IOException {
        server = DnsServer.start(ANY_PORT, LIMITED, Fixture.recorded());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** What came back, and how many seconds it took at most. */
    private record Burst(List<Message> answers, long seconds) {
        /** Those that are more than TC. */
        List<Message> whole() {
            return answers.stream()
                    .filter(answer -> !answer.getHeader().getFlag(Flags.TC))
                    .toList();
        }

        void isLimited() {
            assertThat(whole()).hasSizeBetween(1, (int) (1 + seconds));
            assertThat(answers).as("some are dropped").hasSizeLessThan(BURST);
            assertThat(answers.size()).as("some are TC").isGreaterThan(whole().size());
            answers.stream()
                    .filter(answer -> answer.getHeader().getFlag(Flags.TC))
                    .forEach(answer ->
                            assertThat(answer.getSection(Section.ANSWER)).isEmpty());
        }
    }

    private static Burst burst(DnsServer server, Message... queries) throws IOException {
        var answers = new ArrayList<Message>();
        long start = System.nanoTime();
        try (var socket = new DatagramSocket()) {
            socket.connect(server.addresses().getFirst());
            for (int i = 0; i < BURST; i++) {
                byte[] wire = queries[i % queries.length].toWire();
                socket.send(new DatagramPacket(wire, wire.length));
            }
            socket.setSoTimeout(10_000);
            while (answers.size() < BURST) {
                var answer = new DatagramPacket(new byte[4096], 4096);
                socket.receive(answer);
                answers.add(new Message(ByteBuffer.wrap(answer.getData(), 0, answer.getLength())));
                socket.setSoTimeout(1_000);
            }
        } catch (SocketTimeoutException _) {
            // The others were dropped.
        }
        return new Burst(answers, (System.nanoTime() - start) / 1_000_000_000L);
    }

    private static Message web() {
        return Fixture.query("web.service.consul", Type.A, 0);
    }

    @Test
    void whatIsTooMuchIsTruncatedOrDropped() throws IOException {
        burst(server, web()).isLimited();
    }

    /** What does not exist is counted like what does: it is as long, and as easily asked for. */
    @Test
    void negativeAnswersAndRefusalsCountToo() throws IOException {
        var elsewhere = Fixture.query("example.com", Type.A, 0);
        var none = Fixture.query("none.service.consul", Type.A, 0);
        burst(server, none, elsewhere, web()).isLimited();
    }

    @Test
    void overTcpNothingIsLimited() throws IOException {
        burst(server, web()).isLimited();
        for (int i = 0; i < BURST; i++) {
            assertThat(Clients.tcp(server, web()).getSection(Section.ANSWER)).hasSize(2);
        }
    }

    /** RFC 7873 5.2: who shows the cookie that it was given is no false sender. */
    @Test
    void aClientWithACookieIsNotCountedAndOneWithAFalseCookieIs() throws IOException {
        byte[] client = {1, 2, 3, 4, 5, 6, 7, 8};
        Message given = Clients.udp(server, with(new CookieOption(client)));
        var cookie = (CookieOption) given.getOPT().getOptions().getFirst();
        assertThat(cookie.getServerCookie()).isPresent();
        byte[] mine = cookie.getServerCookie().orElseThrow();
        assertThat(burst(server, with(new CookieOption(client, mine))).whole()).hasSize(BURST);
        byte[] other = mine.clone();
        other[0] ^= 1;
        Burst unknown = burst(server, with(new CookieOption(client, other)));
        assertThat(unknown.whole()).hasSizeLessThanOrEqualTo((int) (1 + unknown.seconds));
    }

    private static Message with(CookieOption cookie) {
        Message query = web();
        query.addRecord(new OPTRecord(1232, 0, 0, 0, cookie), Section.ADDITIONAL);
        return query;
    }

    @Test
    void answersThatAServerGivesForAClientAgentAreCountedByTheAgent() throws IOException {
        try (DnsServer unlimited = DnsServer.start(ANY_PORT, Fixture.SETTINGS, Fixture.recorded());
                DnsServer agent = DnsServer.start(
                        ANY_PORT,
                        LIMITED,
                        new Fixture(),
                        (query, tcp, maxStale) -> CompletableFuture.completedFuture(
                                unlimited.answer(query, tcp, maxStale).orElseThrow()))) {
            burst(agent, web()).isLimited();
        }
    }

    @Test
    void answersOfRecursorsAreCounted() throws IOException {
        var other = new Fixture();
        other.service("web", new Endpoint(other.node("far", "10.9.9.9", Map.of()), "", 80, List.of(), 1));
        var settings = new DnsSettings(
                "example.com", "", "dc1", Duration.ZERO, Duration.ZERO, 3, 0, true, true, LIMITED.soa());
        try (DnsServer recursor = DnsServer.start(ANY_PORT, settings, other)) {
            server.update(
                    LIMITED.with(new Recursors(recursor.addresses(), Duration.ofSeconds(5), false, Network.PRIVATE)));
            Burst burst = burst(server, Fixture.query("web.service.example.com", Type.A, 0));
            burst.isLimited();
            assertThat(burst.whole()).allMatch(answer -> answer.getRcode() == Rcode.NOERROR);
        }
    }

    @Test
    void withoutALimitAllAreAnswered() throws IOException {
        server.update(Fixture.SETTINGS);
        assertThat(burst(server, web()).whole()).hasSize(BURST);
    }
}
