package engine.dns;

import static org.assertj.core.api.Assertions.assertThat;

import engine.dns.DnsSettings.Form;
import engine.dns.DnsSettings.Order;
import engine.dns.Responder.Outcome;
import engine.dns.Responder.Transport;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSIDOption;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What EDNS options get, and names written out or compressed. */
final class OptionsTest {
    private static final InetAddress CLIENT = InetAddress.ofLiteral("192.0.2.7");
    private static final byte[] ITS = {1, 2, 3, 4, 5, 6, 7, 8};

    private final Fixture catalog = Fixture.recorded();
    private final Responder responder =
            catalog.responder(Fixture.SETTINGS.with(new Form(true, false, Order.RANDOM, "here-1", 0)));

    private static Message query(EDNSOption... options) {
        Message query = Fixture.query("web.service.consul", Type.SRV, 0);
        query.addRecord(new OPTRecord(1232, 0, 0, 0, options), Section.ADDITIONAL);
        return query;
    }

    private static Message answer(Responder responder, Message query) {
        ByteBuffer answer = ByteBuffer.allocate(Responder.MAX_UDP);
        Outcome outcome = responder.answer(ByteBuffer.wrap(query.toWire()), Transport.UDP, CLIENT, answer);
        assertThat(outcome).isEqualTo(Outcome.ANSWERED);
        return Fixture.read(Arrays.copyOf(answer.array(), answer.limit()));
    }

    /** RFC 6891 6.1.2: what is not known is not answered. */
    @Test
    void optionsThatNobodyAskedForAreNotSent() {
        assertThat(answer(responder, query()).getOPT().getOptions()).isEmpty();
        var unknown = new org.xbill.DNS.GenericEDNSOption(65_001, new byte[] {9});
        assertThat(answer(responder, query(unknown)).getOPT().getOptions()).isEmpty();
    }

    /** RFC 5001 2.3. */
    @Test
    void theServersNameIsToldWhereItIsAsked() {
        var asked = new NSIDOption(new byte[0]);
        assertThat(answer(responder, query(asked)).getOPT().getOptions())
                .containsExactly(new NSIDOption("here-1".getBytes(StandardCharsets.UTF_8)));
        assertThat(answer(catalog.responder(), query(asked)).getOPT().getOptions())
                .isEmpty();
    }

    /** RFC 7871 7.2.1: the scope says that the answer is for everybody. */
    @Test
    void theClientsSubnetIsRepeatedWithItsScope() {
        var subnet = new ClientSubnetOption(24, InetAddress.ofLiteral("10.1.2.0"));
        var told = (ClientSubnetOption)
                answer(responder, query(subnet)).getOPT().getOptions().getFirst();
        assertThat(told.getSourcePrefixLength()).isEqualTo(24);
        assertThat(told.getScopePrefixLength()).isZero();
        assertThat(told.getAddress()).isEqualTo(subnet.getAddress());
    }

    /** RFC 7871 7.1.2 and 7.2.1. */
    @Test
    void anAnswerOrderedForASubnetHasItsScope() {
        Responder near =
                catalog.near("ext2").responder(Fixture.SETTINGS.with(new Form(true, false, Order.NEAR, "", 0)));
        var subnet = new ClientSubnetOption(24, InetAddress.ofLiteral("10.1.2.0"));
        Message answer = answer(near, query(subnet));
        assertThat(((ClientSubnetOption) answer.getOPT().getOptions().getFirst()).getScopePrefixLength())
                .isEqualTo(24);
        assertThat(answer.getSection(Section.ANSWER).getFirst().rdataToString()).contains("ext2");
        assertThat(catalog.askedFrom()).isEqualTo(subnet.getAddress());
    }

    /** RFC 7873 5.2.3 and 5.2.4. */
    @Test
    void aClientIsGivenACookieThatIsItsOwn() {
        CookieOption given = cookie(answer(responder, query(new CookieOption(ITS))));
        assertThat(given.getClientCookie()).isEqualTo(ITS);
        byte[] server = given.getServerCookie().orElseThrow();
        var options = new Options();
        Query.Asking known = (Query.Asking)
                Query.parse(ByteBuffer.wrap(query(new CookieOption(ITS, server)).toWire()));
        assertThat(options.known(known.edns(), CLIENT)).isTrue();
        assertThat(options.known(known.edns(), InetAddress.ofLiteral("192.0.2.8")))
                .isFalse();
        server[0] ^= 1;
        Query.Asking wrong = (Query.Asking)
                Query.parse(ByteBuffer.wrap(query(new CookieOption(ITS, server)).toWire()));
        assertThat(options.known(wrong.edns(), CLIENT)).isFalse();
    }

    private static CookieOption cookie(Message answer) {
        return (CookieOption) answer.getOPT().getOptions().getFirst();
    }

    /** RFC 7873 5.2.2: a cookie of the wrong length is malformed. */
    @Test
    void malformedOptionsAreMalformedQueries() {
        for (EDNSOption bad : new EDNSOption[] {
            new org.xbill.DNS.GenericEDNSOption(EDNSOption.Code.COOKIE, new byte[] {1, 2, 3}),
            new org.xbill.DNS.GenericEDNSOption(EDNSOption.Code.CLIENT_SUBNET, new byte[] {0, 1, 99, 0})
        }) {
            assertThat(answer(responder, query(bad)).getRcode()).isEqualTo(Rcode.FORMERR);
        }
    }

    /** RFC 4035 3.1.6: CD is repeated; RFC 1035 4.1.1: Z and AD are not ours to set. */
    @Test
    void theCdBitIsRepeated() {
        Message query = query();
        query.getHeader().setFlag(Flags.CD);
        query.getHeader().setFlag(Flags.AD);
        assertThat(answer(responder, query).getHeader().getFlag(Flags.CD)).isTrue();
        assertThat(answer(responder, query).getHeader().getFlag(Flags.AD)).isFalse();
    }

    /** RFC 1035 4.1.4. */
    @Test
    void namesAreWrittenOutWhereCompressionIsOff() {
        Responder plain = catalog.responder(Fixture.SETTINGS.with(new Form(false, false, Order.STABLE, "", 0)));
        Message query = Fixture.query("web.service.consul", Type.SRV, 0);
        Message written = answer(plain, query);
        Message compressed = answer(responder, query);
        assertThat(Fixture.answers(written)).isEqualTo(Fixture.answers(compressed));
        assertThat(Fixture.additional(written)).isEqualTo(Fixture.additional(compressed));
        assertThat(written.numBytes()).isGreaterThan(compressed.numBytes());
    }

    @Test
    void aMinimalAnswerHasWhatWasAskedForAlone() {
        Responder minimal = catalog.responder(Fixture.SETTINGS.with(new Form(true, true, Order.STABLE, "", 0)));
        for (String name : List.of("web.service.consul", "consul", "ext1.node.consul")) {
            for (int type : new int[] {Type.SRV, Type.NS, Type.A}) {
                Message query = Fixture.query(name, type, 0);
                Message answer = answer(minimal, query);
                assertThat(Fixture.answers(answer))
                        .containsExactlyInAnyOrderElementsOf(Fixture.answers(answer(responder, query)));
                assertThat(answer.getSection(Section.ADDITIONAL)).isEmpty();
            }
        }
        Message full = answer(responder, Fixture.query("web.service.consul", Type.SRV, 0));
        assertThat(full.getSection(Section.ADDITIONAL)).isNotEmpty();
        Message edns = answer(minimal, Fixture.query("web.service.consul", Type.SRV, 1232));
        assertThat(edns.getSection(Section.ADDITIONAL)).singleElement().isInstanceOf(OPTRecord.class);
    }
}
