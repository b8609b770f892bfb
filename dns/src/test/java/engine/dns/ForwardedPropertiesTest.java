package engine.dns;

import static org.assertj.core.api.Assertions.assertThat;

import engine.dns.Responder.Transport;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.xbill.DNS.Type;

class ForwardedPropertiesTest {
    private final Fixture directory = Fixture.recorded();

    private static Forwarded forwarded(byte[] query) {
        return new Forwarded(query, (Query.Asking) Query.parse(ByteBuffer.wrap(query)), Transport.UDP);
    }

    @Property
    void noBytesOfAServerCauseAFailure(@ForAll @Size(max = 600) byte[] answer) {
        byte[] query = Fixture.query("web.service.consul", Type.A, 0).toWire();
        assertThat(forwarded(query).accept(answer)).matches(accepted -> accepted.isEmpty() || answer.length >= 12);
    }

    /** As between agents of different settings or when the server's answer went through another hand. */
    @Property
    void anAnswerInOtherLettersBecomesTheOneToTheQuery(@ForAll Random random, @ForAll @IntRange(max = 0xffff) int id) {
        byte[] query = Fixture.query("web.service.consul", Type.A, 0).toWire();
        byte[] other = query.clone();
        ByteBuffer.wrap(other).putShort((short) id);
        for (int i = Query.HEADER; i < other.length - 4; i++) {
            if (Character.isLetter(other[i]) && random.nextBoolean()) {
                other[i] ^= 0x20;
            }
        }
        byte[] answer = directory.responder().answer(other, Transport.UDP).orElseThrow();
        byte[] accepted = forwarded(query).accept(answer).orElseThrow();
        assertThat(accepted).hasSameSizeAs(answer);
        assertThat(ByteBuffer.wrap(accepted, 0, 2)).isEqualTo(ByteBuffer.wrap(query, 0, 2));
        assertThat(ByteBuffer.wrap(accepted, 12, query.length - 12))
                .isEqualTo(ByteBuffer.wrap(query, 12, query.length - 12));
        assertThat(ByteBuffer.wrap(accepted, query.length, accepted.length - query.length))
                .isEqualTo(ByteBuffer.wrap(answer, query.length, answer.length - query.length));
    }

    @Property(tries = 200)
    void aCutAnswerNeverChangesTheQuestion(@ForAll @IntRange(max = 200) int length) {
        byte[] query = Fixture.query("web.service.consul", Type.A, 0).toWire();
        byte[] answer = directory.responder().answer(query, Transport.UDP).orElseThrow();
        byte[] cut = Arrays.copyOf(answer, Math.min(length, answer.length));
        assertThat(forwarded(query).accept(cut)).matches(accepted -> accepted.isEmpty() == (cut.length < query.length));
    }
}
