package engine.dns;

import static org.assertj.core.api.Assertions.assertThat;

import engine.dns.Directory.Endpoint;
import engine.dns.DnsSettings.Recursors;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Names of other zones, asked for at another of these servers, which has a zone of its own. */
final class RecursionTest {
    private static final InetAddress LOCAL = InetAddress.ofLiteral("127.0.0.1");
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(LOCAL, 0);
    private static final int DEADLINE_MILLIS = 10_000;

    private final Fixture catalog = Fixture.recorded();
    private final Fixture other = Fixture.big(60);
    private final DnsServer recursor;
    private final DnsServer server;

    RecursionTest() throws IOException {
        recursor = DnsServer.start(List.of(ANY_PORT), zone("example.com"), other);
        server = DnsServer.start(List.of(ANY_PORT), asking(List.of(recursor)), catalog);
    }

    @AfterEach
    void stop() {
        server.close();
        recursor.close();
    }

    private static DnsSettings zone(String domain) {
        return new DnsSettings(
                domain, "", "dc1", Duration.ZERO, Duration.ZERO, 3, 0, true, true, Fixture.SETTINGS.soa());
    }

    private static DnsSettings asking(List<DnsServer> recursors, String... networks) {
        var allowed = networks.length == 0
                ? Network.PRIVATE
                : List.of(networks).stream()
                        .map(text -> Network.parse(text).orElseThrow())
                        .toList();
        return Fixture.SETTINGS.with(new Recursors(
                recursors.stream().map(it -> it.addresses().getFirst()).toList(),
                Duration.ofMillis(500),
                false,
                allowed));
    }

    private Message ask(String name, int type, int edns) throws IOException {
        return ask(Fixture.query(name, type, edns));
    }

    private Message ask(Message query) throws IOException {
        byte[] bytes = query.toWire();
        try (var socket = new DatagramSocket()) {
            socket.setSoTimeout(DEADLINE_MILLIS);
            socket.send(
                    new DatagramPacket(bytes, bytes.length, server.addresses().getFirst()));
            var answer = new DatagramPacket(new byte[4096], 4096);
            socket.receive(answer);
            Message message = new Message(ByteBuffer.wrap(answer.getData(), 0, answer.getLength()));
            assertThat(message.getHeader().getID()).isEqualTo(query.getHeader().getID());
            return message;
        }
    }

    private Message askTcp(String name, int type) throws IOException {
        byte[] bytes = Fixture.query(name, type, 0).toWire();
        try (var socket = new Socket()) {
            socket.setSoTimeout(DEADLINE_MILLIS);
            socket.connect(server.addresses().getFirst());
            socket.getOutputStream()
                    .write(ByteBuffer.allocate(bytes.length + 2)
                            .putShort((short) bytes.length)
                            .put(bytes)
                            .array());
            var in = new DataInputStream(socket.getInputStream());
            return Fixture.read(in.readNBytes(in.readUnsignedShort()));
        }
    }

    /** RFC 1034 4.3.2 and RFC 1035 4.1.1: RA says that others are asked. */
    @Test
    void namesOfOtherZonesAreAskedForInTheLettersOfTheQuestion() throws IOException {
        Message answer = ask("WeB.service.Example.com", Type.SRV, 1232);
        assertThat(answer.getQuestion().getName()).hasToString("WeB.service.Example.com.");
        assertThat(answer.getHeader().getFlag(Flags.RA)).isTrue();
        assertThat(answer.getOPT()).isNotNull();
        assertThat(answer.getSection(Section.ANSWER)).hasSize(2);
        assertThat(ask("none.service.example.com", Type.A, 0).getRcode()).isEqualTo(Rcode.NXDOMAIN);
        assertThat(askTcp("web.service.example.com", Type.A).getSection(Section.ANSWER))
                .hasSize(2);
    }

    @Test
    void ownNamesAreNotAskedFor() throws IOException {
        assertThat(Fixture.answers(ask("web.service.consul", Type.A, 0))).hasSize(2);
        assertThat(ask("none.service.consul", Type.A, 0).getRcode()).isEqualTo(Rcode.NXDOMAIN);
        assertThat(ask("none.service.consul", Type.A, 0).getHeader().getFlag(Flags.RA))
                .isTrue();
    }

    @Test
    void reverseNamesAreAskedForWhereNobodyHereHasTheAddress() throws IOException {
        other.node("there", "10.9.9.9", Map.of());
        assertThat(Fixture.answers(ask("9.9.9.10.in-addr.arpa", Type.PTR, 0)))
                .containsExactly("9.9.9.10.in-addr.arpa. 0 PTR there.node.dc1.example.com.");
        assertThat(Fixture.answers(ask("11.0.0.127.in-addr.arpa", Type.PTR, 0)))
                .containsExactly("11.0.0.127.in-addr.arpa. 0 PTR ext1.node.dc1.consul.");
    }

    /** RFC 1034 4.3.2 step 3a: the alias and then what it stands for. */
    @Test
    void theTargetOfAnAliasIsAskedFor() throws IOException {
        var host = catalog.node("alias", "web.service.example.com", Map.of());
        catalog.service("alias", new Endpoint(host, "", 80, List.of(), 1));
        for (String name : List.of("alias.node.consul", "alias.service.consul")) {
            assertThat(Fixture.answers(ask(name, Type.A, 0)))
                    .containsExactlyInAnyOrder(
                            name + ". 0 CNAME web.service.example.com.",
                            "web.service.example.com. 0 A 127.0.0.12",
                            "web.service.example.com. 0 A 127.0.0.21");
        }
    }

    /** RFC 7766 5: what comes truncated over UDP is asked for over TCP, and cut again only as the client needs it. */
    @Test
    void whatDoesNotFitIsFetchedOverTcp() throws IOException {
        assertThat(ask("big.service.example.com", Type.A, 0).getHeader().getFlag(Flags.TC))
                .isTrue();
        Message whole = ask("big.service.example.com", Type.A, 4096);
        assertThat(whole.getHeader().getFlag(Flags.TC)).isFalse();
        assertThat(whole.getSection(Section.ANSWER)).hasSize(60);
        assertThat(askTcp("big.service.example.com", Type.SRV).getSection(Section.ANSWER))
                .hasSize(60);
    }

    /** RFC 1034 4.3.1: recursion is for whom it is offered, when it is desired. */
    @Test
    void strangersAndThoseThatDoNotDesireItAreRefused() throws IOException {
        Message undesired = Fixture.query("web.service.example.com", Type.A, 0);
        undesired.getHeader().unsetFlag(Flags.RD);
        assertThat(ask(undesired).getRcode()).isEqualTo(Rcode.REFUSED);
        server.update(asking(List.of(recursor), "10.0.0.0/8"));
        Message stranger = ask("web.service.example.com", Type.A, 0);
        assertThat(stranger.getRcode()).isEqualTo(Rcode.REFUSED);
        assertThat(stranger.getHeader().getFlag(Flags.RA)).isFalse();
    }

    @Test
    void oneThatDoesNotAnswerIsPassedOver() throws IOException {
        DnsServer gone = DnsServer.start(List.of(ANY_PORT), zone("example.org"), other);
        try (var silent = new DatagramSocket(ANY_PORT)) {
            server.update(Fixture.SETTINGS.with(new Recursors(
                    List.of(
                            (InetSocketAddress) silent.getLocalSocketAddress(),
                            gone.addresses().getFirst(),
                            recursor.addresses().getFirst()),
                    Duration.ofMillis(200),
                    false,
                    Network.PRIVATE)));
            // The second refuses, which is no answer either.
            assertThat(ask("web.service.example.com", Type.A, 0).getSection(Section.ANSWER))
                    .hasSize(2);
        }
        gone.close();
        server.update(asking(List.of(gone)));
        assertThat(ask("web.service.example.com", Type.A, 0).getRcode()).isEqualTo(Rcode.SERVFAIL);
    }

    @Test
    void aCircleEnds() throws IOException {
        var asked = new AtomicInteger();
        recursor.update(zone("example.com").with(asking(List.of(server)).recursors()));
        IntStream.range(0, 5).parallel().forEach(i -> {
            try {
                assertThat(ask("www" + i + ".example.org", Type.A, 0).getRcode())
                        .isEqualTo(Rcode.SERVFAIL);
                asked.incrementAndGet();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(asked).hasValue(5);
        assertThat(Fixture.answers(ask("web.service.consul", Type.A, 0))).hasSize(2);
    }

    /** RFC 7873 5: cookies are between neighbours; RFC 6891 for the rest of the OPT record. */
    @Test
    void cookiesAreNotPassedOn() throws IOException {
        Message query = Fixture.query("web.service.example.com", Type.A, 0);
        query.addRecord(
                new OPTRecord(1232, 0, 0, 0x8000, new CookieOption(new byte[] {1, 2, 3, 4, 5, 6, 7, 8})),
                Section.ADDITIONAL);
        Message answer = ask(query);
        assertThat(answer.getOPT().getFlags()).isEqualTo(0x8000);
        assertThat(answer.getOPT().getOptions()).isEmpty();
    }
}
