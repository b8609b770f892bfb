package engine.dns;

import static org.assertj.core.api.Assertions.assertThat;

import engine.dns.Responder.Transport;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** How answers are shuffled and cut. */
final class TruncationTest {
    private final Fixture catalog = Fixture.big(100);

    private static boolean truncated(Message message) {
        return message.getHeader().getFlag(Flags.TC);
    }

    @Test
    void plainUdpGivesThreeOfManyAndSaysSo() {
        Message answer = catalog.ask("big.service.consul", "A");
        assertThat(answer.getSection(Section.ANSWER)).hasSize(3);
        assertThat(answer.numBytes()).isEqualTo(84);
        assertThat(truncated(answer)).isTrue();
        Message locations = catalog.ask("big.service.consul", "SRV");
        assertThat(locations.getSection(Section.ANSWER)).hasSize(3);
        assertThat(locations.getSection(Section.ADDITIONAL)).hasSize(3);
    }

    /** RFC 1035 2.3.4 for plain UDP, RFC 6891 6.2.5 for the size a client names, of which 4096 bytes are used at most. */
    @ParameterizedTest
    @CsvSource({"0,512", "100,512", "512,512", "1232,1232", "4096,4096", "65000,4096"})
    void anAnswerOverUdpIsAsLongAsTheClientTakes(int payload, int length) {
        Fixture many = Fixture.big(400);
        for (String type : new String[] {"A", "SRV"}) {
            Responder responder = many.responder(Fixture.settings(0, 0));
            byte[] wire = responder
                    .answer(
                            Fixture.query("big.service.consul", Type.value(type), payload)
                                    .toWire(),
                            Transport.UDP)
                    .orElseThrow();
            assertThat(wire.length).isBetween(length - 64, length);
            Message answer = Fixture.read(wire);
            assertThat(truncated(answer)).isTrue();
            assertThat(answer.getOPT() != null).isEqualTo(payload > 0);
            assertThat(answer.getHeader().getCount(Section.ANSWER)).isPositive();
        }
    }

    @Test
    void theLimitForPlainUdpDoesNotHoldWithEdns() {
        Message answer = Fixture.ask(catalog.responder(), "big.service.consul", "A", 4096, Transport.UDP);
        assertThat(answer.getSection(Section.ANSWER)).hasSize(100);
        assertThat(truncated(answer)).isFalse();
    }

    /** RFC 2181 9: what is missing from ADDITIONAL does not set TC. */
    @Test
    void additionalGivesWayToAnswers() {
        Fixture some = Fixture.big(25);
        Message answer = Fixture.ask(some.responder(), "big.service.consul", "SRV", 1232, Transport.UDP);
        assertThat(answer.getSection(Section.ANSWER)).hasSize(25);
        assertThat(answer.getSection(Section.ADDITIONAL).size()).isBetween(2, 25);
        assertThat(truncated(answer)).isFalse();
    }

    @Test
    void tcpGivesAll() {
        Message answer = Fixture.ask(catalog.responder(), "big.service.consul", "SRV", 0, Transport.TCP);
        assertThat(answer.getSection(Section.ANSWER)).hasSize(100);
        assertThat(answer.getSection(Section.ADDITIONAL)).hasSize(100);
        assertThat(truncated(answer)).isFalse();
    }

    /** More than 16 KiB into a message no compression pointer reaches (RFC 1035 4.1.4). */
    @Test
    void tcpGivesWhatFitsInto64KiB() {
        byte[] wire = Fixture.big(3000)
                .responder()
                .answer(Fixture.query("big.service.consul", Type.SRV, 0).toWire(), Transport.TCP)
                .orElseThrow();
        assertThat(wire.length).isBetween(65_400, 65_535);
        assertThat(truncated(Fixture.read(wire))).isTrue();
        byte[] addresses = Fixture.big(900)
                .responder()
                .answer(Fixture.query("big.service.consul", Type.SRV, 0).toWire(), Transport.TCP)
                .orElseThrow();
        assertThat(truncated(Fixture.read(addresses))).isFalse();
        assertThat(Fixture.read(addresses).getSection(Section.ADDITIONAL)).hasSize(900);
    }

    @Test
    void theLimitOfAddressesHoldsEverywhereAndIsNoTruncation() {
        Responder responder = catalog.responder(Fixture.settings(3, 2));
        for (Transport transport : Transport.values()) {
            Message answer = Fixture.ask(responder, "big.service.consul", "A", 0, transport);
            assertThat(answer.getSection(Section.ANSWER)).hasSize(2);
            assertThat(truncated(answer)).isFalse();
        }
        assertThat(Fixture.ask(responder, "big.service.consul", "SRV", 0, Transport.TCP)
                        .getSection(Section.ANSWER))
                .hasSize(100);
    }

    @Test
    void tcIsNotSetWhenSwitchedOff() {
        DnsSettings on = Fixture.SETTINGS;
        var off = new DnsSettings("consul", "", "dc1", Duration.ZERO, Duration.ZERO, 3, 0, false, true, on.soa());
        Message answer = Fixture.ask(catalog.responder(off), "big.service.consul", "A", 0, Transport.UDP);
        assertThat(answer.getSection(Section.ANSWER)).hasSize(3);
        assertThat(truncated(answer)).isFalse();
    }

    @Test
    void everyInstanceIsPickedAboutEquallyOften() {
        Responder responder = catalog.responder();
        var times = new HashMap<String, Integer>();
        for (int i = 0; i < 4000; i++) {
            Message answer = Fixture.ask(responder, "big.service.consul", "A", 0, Transport.UDP);
            Set<String> picked = new HashSet<>();
            for (Record record : answer.getSection(Section.ANSWER)) {
                assertThat(picked.add(record.rdataToString())).isTrue();
                times.merge(record.rdataToString(), 1, Integer::sum);
            }
        }
        // 120 expected with a standard deviation of 11: outside of these bounds less than once in 10^9 runs.
        assertThat(times).hasSize(100);
        assertThat(times.values()).allSatisfy(count -> assertThat(count).isBetween(45, 195));
    }

    @Test
    void everyOrderOfThreeComesAboutEquallyOften() {
        Responder responder = Fixture.big(3).responder();
        Map<String, Integer> orders = new TreeMap<>();
        for (int i = 0; i < 6000; i++) {
            Message answer = Fixture.ask(responder, "big.service.consul", "A", 0, Transport.UDP);
            orders.merge(
                    answer.getSection(Section.ANSWER).stream()
                            .map(Record::rdataToString)
                            .toList()
                            .toString(),
                    1,
                    Integer::sum);
        }
        // 1000 expected with a standard deviation of 29.
        assertThat(orders).hasSize(6);
        assertThat(orders.values()).allSatisfy(count -> assertThat(count).isBetween(810, 1190));
    }
}
