package engine.dns;

import static org.assertj.core.api.Assertions.assertThat;

import engine.dns.Responder.Transport;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/** The answers of Consul 1.8.7 to the same questions about the same catalog. */
final class RecordedAnswersTest {
    private static final String SOA = "consul. 0 SOA ns.consul. hostmaster.consul. 1700000000 3600 600 86400 0";
    private static final List<String> WEB_ADDITIONAL = List.of(
            "7f00000c.addr.dc1.consul. 0 A 127.0.0.12",
            "ext1.node.dc1.consul. 0 TXT \"zone=a\"",
            "ext2.node.dc1.consul. 0 A 127.0.0.21");
    private static final List<String> NS_ADDRESS = List.of("node1.node.dc1.consul. 0 A 127.0.0.1");

    /** A question and its recorded answer. */
    private record Case(
            String name,
            String type,
            int rcode,
            boolean authoritative,
            List<String> answer,
            List<String> authority,
            List<String> additional) {}

    @TestFactory
    Stream<DynamicTest> everyRecordedQuestionIsAnsweredAsRecorded() {
        return Stream.of(
                        found("web.service.consul", "A", web("web.service.consul. 0 "), List.of()),
                        found("web.service.consul", "SRV", srv("web.service.consul. 0 "), WEB_ADDITIONAL),
                        found("web.service.dc1.consul", "SRV", srv("web.service.dc1.consul. 0 "), WEB_ADDITIONAL),
                        found("primary.web.service.consul", "A", "primary.web.service.consul. 0 A 127.0.0.12"),
                        found("_web._tcp.service.consul", "SRV", srv("_web._tcp.service.consul. 0 "), WEB_ADDITIONAL),
                        found(
                                "_web._replica.service.consul",
                                "SRV",
                                List.of("_web._replica.service.consul. 0 SRV 1 5 8002 ext2.node.dc1.consul."),
                                List.of("ext2.node.dc1.consul. 0 A 127.0.0.21")),
                        found("web.service.consul", "ANY", web("web.service.consul. 0 "), List.of()),
                        found("WEB.Service.Consul", "A", web("web.service.consul. 0 "), List.of()),
                        found(
                                "ext1.node.consul",
                                "A",
                                List.of("ext1.node.consul. 0 A 127.0.0.11"),
                                List.of("ext1.node.consul. 0 TXT \"zone=a\"")),
                        found(
                                "ext1.node.dc1.consul",
                                "A",
                                List.of("ext1.node.dc1.consul. 0 A 127.0.0.11"),
                                List.of("ext1.node.dc1.consul. 0 TXT \"zone=a\"")),
                        found("ext1.node.consul", "TXT", "ext1.node.consul. 0 TXT \"zone=a\""),
                        found(
                                "ext1.node.consul",
                                "ANY",
                                "ext1.node.consul. 0 A 127.0.0.11",
                                "ext1.node.consul. 0 TXT \"zone=a\""),
                        found("7f00000c.addr.dc1.consul", "A", "7f00000c.addr.dc1.consul. 0 A 127.0.0.12"),
                        negative("none.service.consul", "A", Rcode.NXDOMAIN),
                        negative("none.node.consul", "A", Rcode.NXDOMAIN),
                        negative("web.service.consul", "AAAA", Rcode.NOERROR),
                        found("web.service.consul", "TXT", web("web.service.consul. 0 "), List.of()),
                        new Case(
                                "consul",
                                "SOA",
                                Rcode.NOERROR,
                                true,
                                List.of(SOA),
                                List.of("consul. 0 NS node1.node.dc1.consul."),
                                NS_ADDRESS),
                        found("consul", "NS", List.of("consul. 0 NS node1.node.dc1.consul."), NS_ADDRESS),
                        negative("what.consul", "A", Rcode.NXDOMAIN),
                        new Case("example.com", "A", Rcode.REFUSED, false, List.of(), List.of(), List.of()),
                        found("11.0.0.127.in-addr.arpa", "PTR", "11.0.0.127.in-addr.arpa. 0 PTR ext1.node.dc1.consul."),
                        negative("web.service.dc9.consul", "A", Rcode.NXDOMAIN))
                .flatMap(expected -> Stream.of(Transport.values())
                        .map(transport -> DynamicTest.dynamicTest(
                                expected.name + " " + expected.type + " " + transport,
                                () -> isAnswered(expected, transport))));
    }

    private static void isAnswered(Case expected, Transport transport) {
        Message got = Fixture.ask(Fixture.recorded().responder(), expected.name, expected.type, 0, transport);
        assertThat(got.getRcode()).isEqualTo(expected.rcode);
        assertThat(got.getHeader().getFlag(Flags.AA)).isEqualTo(expected.authoritative);
        assertThat(got.getHeader().getFlag(Flags.TC)).isFalse();
        assertThat(got.getHeader().getFlag(Flags.RA)).isFalse();
        assertThat(Fixture.answers(got)).isEqualTo(expected.answer);
        assertThat(Fixture.authority(got)).isEqualTo(expected.authority);
        assertThat(Fixture.additional(got)).isEqualTo(expected.additional);
    }

    private static Case found(String name, String type, String... answer) {
        return found(name, type, List.of(answer), List.of());
    }

    private static Case found(String name, String type, List<String> answer, List<String> additional) {
        return new Case(name, type, Rcode.NOERROR, true, answer, List.of(), additional);
    }

    private static Case negative(String name, String type, int rcode) {
        return new Case(name, type, rcode, true, List.of(), List.of(SOA), List.of());
    }

    private static List<String> web(String owner) {
        return List.of(owner + "A 127.0.0.12", owner + "A 127.0.0.21");
    }

    private static List<String> srv(String owner) {
        return List.of(owner + "SRV 1 1 8001 7f00000c.addr.dc1.consul.", owner + "SRV 1 5 8002 ext2.node.dc1.consul.");
    }
}
