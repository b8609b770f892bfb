package engine.dns;

import static org.assertj.core.api.Assertions.assertThat;

import engine.dns.Directory.Endpoint;
import engine.dns.Responder.Transport;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Whatever arrives, the answer is a message of the right length, or nothing. */
final class ResponderPropertiesTest {
    private static final List<String> NAMES = List.of(
            "big.service.consul",
            "web.service.consul",
            "alias.service.consul",
            "_web._tcp.consul",
            "ext1.node.consul",
            "7f00000c.addr.dc1.consul",
            "consul",
            "none.consul",
            "11.0.0.127.in-addr.arpa",
            "example.com");

    private final Fixture catalog = Fixture.big(120)
            .service(
                    "alias",
                    new Endpoint(
                            new Directory.Host("h", "web.service.consul", new TreeMap<>(Map.of("k", "v"))),
                            "",
                            80,
                            List.of(),
                            1));
    private final Responder responder = catalog.responder();

    @Property(tries = 2000)
    void arbitraryBytesNeverFail(@ForAll @Size(max = 600) byte[] bytes, @ForAll Transport transport) {
        responder.answer(bytes, transport).ifPresent(answer -> isSound(bytes, answer));
    }

    @Property(tries = 3000)
    void mutatedQueriesNeverFail(
            @ForAll("queries") Message query,
            @ForAll @Size(max = 6) List<@IntRange(min = 0, max = 79) Integer> places,
            @ForAll byte with,
            @ForAll @IntRange(min = 0, max = 80) int cut,
            @ForAll Transport transport) {
        byte[] bytes = query.toWire();
        places.forEach(place -> bytes[place % bytes.length] ^= with);
        byte[] sent = cut < 20 ? Arrays.copyOf(bytes, bytes.length * cut / 20) : bytes;
        responder.answer(sent, transport).ifPresent(answer -> isSound(sent, answer));
    }

    @Property(tries = 1000)
    void everyQueryIsAnsweredWithItsQuestionInTheRoomThereIs(
            @ForAll("queries") Message query, @ForAll Transport transport) {
        byte[] answer = responder.answer(query.toWire(), transport).orElseThrow();
        Message read = Fixture.read(answer);
        int payload = query.getOPT() == null ? 512 : Math.clamp(query.getOPT().getPayloadSize(), 512, 4096);
        assertThat(answer.length).isLessThanOrEqualTo(transport == Transport.UDP ? payload : 65_535);
        assertThat(read.getQuestion()).isEqualTo(query.getQuestion());
        assertThat(read.getOPT() == null).isEqualTo(query.getOPT() == null);
        assertThat(read.getHeader().getID()).isEqualTo(query.getHeader().getID());
        // A second writer, that of the library, takes the same records for the same message.
        Message again = Fixture.read(read.toWire());
        for (int section = Section.QUESTION; section <= Section.ADDITIONAL; section++) {
            assertThat(again.getSection(section)).isEqualTo(read.getSection(section));
        }
    }

    @Property(tries = 500)
    void addressesAreWrittenAsTheyAreRead(@ForAll @Size(16) byte[] six, @ForAll @IntRange(min = 0, max = 16) int zeros)
            throws Exception {
        Arrays.fill(six, 16 - zeros, 16, (byte) 0);
        six[0] = (byte) 0xfd;
        String text = Addresses.text(six);
        assertThat(InetAddress.getByName(text).getAddress()).isEqualTo(six);
        assertThat(Addresses.parse(text)).isEqualTo(six);
        assertThat(Addresses.ofHex(Addresses.hex(six))).isEqualTo(six);
    }

    private static void isSound(byte[] query, byte[] answer) {
        Message read = Fixture.read(answer);
        assertThat(Optional.of(read.getHeader().getID())).contains(((query[0] & 0xff) << 8) | (query[1] & 0xff));
        assertThat(answer[2] & 0x80).isEqualTo(0x80);
    }

    @Provide
    Arbitrary<Message> queries() {
        return Combinators.combine(
                        Arbitraries.of(NAMES),
                        Arbitraries.of(
                                Type.A,
                                Type.AAAA,
                                Type.SRV,
                                Type.TXT,
                                Type.ANY,
                                Type.SOA,
                                Type.NS,
                                Type.PTR,
                                Type.CNAME,
                                Type.MX,
                                65_280),
                        Arbitraries.of(0, 1, 512, 600, 1232, 4096, 65_535))
                .as(Fixture::query);
    }
}
