package engine.dns;

import static org.assertj.core.api.Assertions.assertThat;

import engine.dns.RateLimit.Verdict;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

final class RateLimitTest {
    private static final long SECOND = 1_000_000_000L;

    private final RateLimit limit = new RateLimit();

    private Map<Verdict, Integer> judged(String client, int times, long now) {
        var verdicts = new EnumMap<Verdict, Integer>(Verdict.class);
        for (int i = 0; i < times; i++) {
            verdicts.merge(limit.judge(InetAddress.ofLiteral(client), 10, now), 1, Integer::sum);
        }
        return verdicts;
    }

    @Test
    void aNetworkGetsItsShareAndOfTheRestEverySecondIsTruncated() {
        assertThat(judged("192.0.2.1", 20, 0)).containsEntry(Verdict.SEND, 10).containsEntry(Verdict.TRUNCATE, 5);
        assertThat(judged("192.0.2.99", 2, 0)).doesNotContainKey(Verdict.SEND);
        assertThat(judged("198.51.100.1", 10, 0)).containsEntry(Verdict.SEND, 10);
        assertThat(judged("192.0.2.1", 9, SECOND / 2)).containsEntry(Verdict.SEND, 5);
        assertThat(judged("192.0.2.1", 99, 100 * SECOND)).containsEntry(Verdict.SEND, 10);
    }

    /** Of two responses too many, one gets through as TC: nobody who is there waits for long. */
    @Test
    void ofTwoThatAreTooManyInARowOneIsTruncated() {
        judged("192.0.2.1", 10, 0);
        var verdicts = IntStream.range(0, 100)
                .mapToObj(_ -> limit.judge(InetAddress.ofLiteral("192.0.2.1"), 10, 0))
                .toList();
        assertThat(Collections.frequency(verdicts, Verdict.TRUNCATE)).isEqualTo(50);
        for (int i = 1; i < verdicts.size(); i++) {
            assertThat(verdicts.get(i)).isNotEqualTo(verdicts.get(i - 1));
        }
    }

    @Test
    void networksOfIpv4AreOf24Bits() {
        judged("192.0.2.0", 10, 0);
        assertThat(judged("192.0.2.255", 2, 0)).doesNotContainKey(Verdict.SEND);
        for (String neighbour : List.of("192.0.1.255", "192.0.3.0", "192.1.2.0", "193.0.2.0")) {
            assertThat(judged(neighbour, 10, 0)).as(neighbour).containsEntry(Verdict.SEND, 10);
        }
    }

    @Test
    void networksOfIpv6AreOf56Bits() {
        assertThat(judged("2001:db8:0:100::1", 10, 0)).containsEntry(Verdict.SEND, 10);
        assertThat(judged("2001:db8:0:1ff::2", 2, 0)).doesNotContainKey(Verdict.SEND);
        assertThat(judged("2001:db8:0:200::1", 10, 0)).containsEntry(Verdict.SEND, 10);
    }

    /** The window: what was not used is kept for a second and no longer, however the clock runs. */
    @Property
    void inNoStretchOfTimeAreThereMoreThanASecondsWorthAndWhatWasEarned(
            @ForAll @Size(min = 1, max = 200) List<@IntRange(max = 400) Integer> millisBetween,
            @ForAll @IntRange(min = 1, max = 50) int perSecond)
            throws UnknownHostException {
        var fresh = new RateLimit();
        var client = InetAddress.getByAddress(new byte[] {10, 0, 0, 1});
        long now = Long.MAX_VALUE - 10 * SECOND; // System.nanoTime may overflow
        long start = now;
        int sent = 0;
        for (int millis : millisBetween) {
            now += millis * 1_000_000L;
            sent += fresh.judge(client, perSecond, now) == Verdict.SEND ? 1 : 0;
            double earned = (now - start) / (double) SECOND * perSecond;
            assertThat((double) sent).isLessThanOrEqualTo(perSecond + earned + 1e-6);
        }
    }

    /** A table of fixed size: a flood of networks costs each of them no more than what shares its place. */
    @Test
    void howeverManyNetworksThereAreTheTableIsAsLarge() {
        int networks = 100_000;
        int sent = 0;
        for (int i = 0; i < networks; i++) {
            var client = new byte[] {(byte) (i >> 16), (byte) (i >> 8), (byte) i, 1};
            sent += judgeOnce(client) == Verdict.SEND ? 1 : 0;
        }
        // 8,192 places of 10 each: as many as fit, less where few share a place, and none without one.
        assertThat(sent).isBetween(8_192 * 10 * 7 / 10, 8_192 * 10);
    }

    private Verdict judgeOnce(byte[] client) {
        try {
            return limit.judge(InetAddress.getByAddress(client), 10, 0);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** RFC 2181 9: TC, and nothing that a client could take for a whole answer. */
    @Test
    void aTruncatedResponseHasNothingButItsQuestion() {
        Message query = Fixture.query("Web.service.consul", Type.SRV, 1232);
        ByteBuffer cut = ByteBuffer.allocate(Responder.MAX_UDP);
        Fixture.recorded().responder().truncated(ByteBuffer.wrap(query.toWire()), cut);
        Message message = Fixture.read(Arrays.copyOf(cut.array(), cut.limit()));
        assertThat(message.getHeader().getID()).isEqualTo(query.getHeader().getID());
        assertThat(message.getHeader().getFlag(Flags.QR)).isTrue();
        assertThat(message.getHeader().getFlag(Flags.TC)).isTrue();
        assertThat(message.getHeader().getFlag(Flags.RD)).isTrue();
        assertThat(message.getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(message.getQuestion().getName()).hasToString("Web.service.consul.");
        assertThat(message.getSection(Section.ANSWER)).isEmpty();
        assertThat(cut.limit()).isEqualTo(36);
    }

    @Test
    void whatIsNoQuestionIsNeverLonger() {
        ByteBuffer cut = ByteBuffer.allocate(Responder.MAX_UDP);
        byte[] twoQuestions = Fixture.query("web.service.consul", Type.A, 0).toWire();
        twoQuestions[5] = 2;
        Fixture.recorded().responder().truncated(ByteBuffer.wrap(twoQuestions), cut);
        assertThat(cut.limit()).isEqualTo(Query.HEADER);
        assertThat(cut.get(3) & 0xf).isEqualTo(Rcode.FORMERR);
    }
}
