package engine.dns;

import static org.assertj.core.api.Assertions.assertThat;

import engine.dns.RateLimit.Verdict;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
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

    @Test
    void networksOfIpv6AreOf56Bits() {
        assertThat(judged("2001:db8:0:100::1", 10, 0)).containsEntry(Verdict.SEND, 10);
        assertThat(judged("2001:db8:0:1ff::2", 2, 0)).doesNotContainKey(Verdict.SEND);
        assertThat(judged("2001:db8:0:200::1", 10, 0)).containsEntry(Verdict.SEND, 10);
    }

    /** RFC 2181 9: TC, and nothing that a client could take for a whole answer. */
    @Test
    void aTruncatedResponseHasNothingButItsQuestion() {
        byte[] whole = Fixture.recorded()
                .responder()
                .answer(Fixture.query("web.service.consul", Type.SRV, 1232).toWire(), Responder.Transport.UDP)
                .orElseThrow();
        ByteBuffer cut = Responder.truncated(ByteBuffer.wrap(whole));
        Message message = Fixture.read(Arrays.copyOf(cut.array(), cut.limit()));
        assertThat(message.getHeader().getFlag(Flags.TC)).isTrue();
        assertThat(message.getQuestion().getName()).hasToString("web.service.consul.");
        assertThat(cut.limit()).isEqualTo(36);
    }
}
