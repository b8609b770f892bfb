package engine.dns;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import engine.dns.Responder.Transport;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Queries refused by their form, and what the header and EDNS say. */
final class QueryTest {
    private final Responder responder = Fixture.recorded().responder();

    private Optional<Message> answer(byte[] query) {
        return responder.answer(query, Transport.UDP).map(Fixture::read);
    }

    private Message answer(Message query) {
        return answer(query.toWire()).orElseThrow();
    }

    private static Message web() {
        return Fixture.query("web.service.consul", Type.A, 0);
    }

    @Test
    void responsesAndFragmentsOfAHeaderAreIgnored() {
        Message response = web();
        response.getHeader().setFlag(Flags.QR);
        assertThat(answer(response.toWire())).isEmpty();
        assertThat(answer(new byte[0])).isEmpty();
        assertThat(answer(new byte[11])).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {Opcode.IQUERY, Opcode.STATUS, 3, Opcode.NOTIFY, Opcode.UPDATE, 15})
    void otherOpcodesAreNotImplemented(int opcode) {
        Message query = web();
        query.getHeader().setOpcode(opcode);
        Message answer = answer(query);
        assertThat(answer.getRcode()).isEqualTo(Rcode.NOTIMP);
        assertThat(answer.getHeader().getOpcode()).isEqualTo(opcode);
        assertThat(answer.getHeader().getID()).isEqualTo(query.getHeader().getID());
    }

    /** RFC 9619: a query has one question. */
    @Test
    void noQuestionAndTwoQuestionsAreMalformed() {
        assertThat(answer(new Message(1)).getRcode()).isEqualTo(Rcode.FORMERR);
        Message two = web();
        two.addRecord(two.getQuestion(), Section.QUESTION);
        assertThat(answer(two).getRcode()).isEqualTo(Rcode.FORMERR);
    }

    @Test
    void aQuestionCutShortIsMalformedAlsoWithTc() {
        byte[] wire = web().toWire();
        byte[] cut = Arrays.copyOf(wire, 20);
        assertThat(answer(cut).orElseThrow().getRcode()).isEqualTo(Rcode.FORMERR);
        cut[2] |= 0x02;
        assertThat(answer(cut).orElseThrow().getRcode()).isEqualTo(Rcode.FORMERR);
    }

    @Test
    void otherClassesAreRefused() {
        Message query =
                Message.newQuery(Record.newRecord(Name.fromConstantString("web.service.consul."), Type.A, DClass.CH));
        Message answer = answer(query);
        assertThat(answer.getRcode()).isEqualTo(Rcode.REFUSED);
        assertThat(answer.getQuestion().getDClass()).isEqualTo(DClass.CH);
    }

    /** RFC 6891 6.1.1 and 6.1.3; RFC 3225 for the DO bit. */
    @Test
    void ednsIsAnsweredWithEdns() {
        Message query = web();
        query.addRecord(new OPTRecord(1232, 0, 0, 0x8000), Section.ADDITIONAL);
        Message answer = answer(query);
        assertThat(answer.getOPT().getPayloadSize()).isEqualTo(4096);
        assertThat(answer.getOPT().getFlags()).isEqualTo(0x8000);
        query.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
        assertThat(answer(query).getRcode()).isEqualTo(Rcode.FORMERR);
        Message newer = web();
        newer.addRecord(new OPTRecord(1232, 0, 1), Section.ADDITIONAL);
        assertThat(answer(newer).getRcode()).isEqualTo(Rcode.BADVERS);
        assertThat(answer(newer).getSection(Section.ANSWER)).isEmpty();
    }

    @Test
    void ednsWithoutAnySizeIsStillEdns() {
        Message query = web();
        query.addRecord(new OPTRecord(0, 0, 0), Section.ADDITIONAL);
        assertThat(answer(query).getOPT()).isNotNull();
    }

    /** RFC 1035 4.1.1: RD is copied; there is no recursion, so no RA. */
    @Test
    void recursionDesiredIsRepeatedAndNotAvailable() {
        Message query = web();
        assertThat(answer(query).getHeader().getFlag(Flags.RD)).isTrue();
        assertThat(answer(query).getHeader().getFlag(Flags.RA)).isFalse();
        query.getHeader().unsetFlag(Flags.RD);
        assertThat(answer(query).getHeader().getFlag(Flags.RD)).isFalse();
    }

    @Test
    void aFaultOfTheDirectoryIsServfail() {
        var broken = new Responder(() -> {
            Directory directory = (Directory) Proxy.newProxyInstance(
                    Directory.class.getClassLoader(), new Class<?>[] {Directory.class}, (_, _, _) -> {
                        throw new IllegalStateException("a fault made by this test");
                    });
            return new Zone(Fixture.SETTINGS, directory, InstantSource.system());
        });
        var log = (Logger) LoggerFactory.getLogger(Responder.class);
        log.setLevel(Level.OFF);
        try {
            byte[] answer = broken.answer(web().toWire(), Transport.UDP).orElseThrow();
            assertThat(Fixture.read(answer).getRcode()).isEqualTo(Rcode.SERVFAIL);
        } finally {
            log.setLevel(null);
        }
    }
}
