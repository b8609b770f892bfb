package engine.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import engine.state.Op;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.apache.pekko.util.ByteString;

class FrameCodecPropertiesTest {

    private static Arbitrary<String> texts() {
        return Arbitraries.of("", "web", "grüße", "世界", "🦀", "a b\nc\0");
    }

    private static Arbitrary<Op.Put> puts() {
        return Arbitraries.of(
                Entries.node("n"),
                Entries.service("n", "web"),
                Entries.check("n", "c", "fine"),
                Entries.run("n", "e", "ok"));
    }

    @Provide
    Arbitrary<FromAgent> fromAgent() {
        var longs = Arbitraries.longs();
        var flags = Arbitraries.of(true, false);
        return Arbitraries.oneOf(
                Combinators.combine(texts().list().ofSize(6), Arbitraries.integers(), longs)
                        .as((t, port, since) -> new FromAgent.Hello(
                                t.get(0), t.get(1), t.get(2), port, t.get(3), t.get(4), since, t.get(5))),
                Combinators.combine(longs, flags, puts().list().ofMaxSize(4)).as(FromAgent.Own::new),
                Combinators.combine(
                                longs, flags, puts().map(put -> (Op) put).list().ofMaxSize(4))
                        .as(FromAgent.Write::new),
                Arbitraries.of(new FromAgent.Beat()),
                Combinators.combine(longs, flags).as(FromAgent.Leave::new));
    }

    @Provide
    Arbitrary<FromServer> fromServer() {
        var servers = Arbitraries.of(
                        new HostPort("10.0.0.1", 8301), new HostPort("::1", 1), new HostPort("a.example", 65_535))
                .list()
                .ofMaxSize(4);
        return Arbitraries.oneOf(
                Combinators.combine(texts(), servers).as(FromServer.Welcome::new),
                texts().map(FromServer.Refused::new),
                Combinators.combine(Arbitraries.longs(), Arbitraries.of(true, false), texts())
                        .as(FromServer.Done::new),
                Arbitraries.integers()
                        .between(0, 500)
                        .map(size -> new FromServer.Deliver(Entries.event("e" + size, size))),
                servers.map(FromServer.Servers::new),
                Arbitraries.of(new FromServer.Beat(), new FromServer.TellAgain()));
    }

    @Property(tries = 500)
    void whatAnAgentWroteIsReadAgain(@ForAll("fromAgent") FromAgent frame) {
        assertThat(FrameCodec.fromAgent(FrameCodec.encode(frame))).isEqualTo(frame);
    }

    @Property(tries = 500)
    void whatAServerWroteIsReadAgain(@ForAll("fromServer") FromServer frame) {
        assertThat(FrameCodec.fromServer(FrameCodec.encode(frame))).isEqualTo(frame);
    }

    @Property(tries = 200)
    void theFramesOfOneSideAreNotThoseOfTheOther(
            @ForAll("fromAgent") FromAgent up, @ForAll("fromServer") FromServer down) {
        assertThatIllegalArgumentException().isThrownBy(() -> FrameCodec.fromServer(FrameCodec.encode(up)));
        assertThatIllegalArgumentException().isThrownBy(() -> FrameCodec.fromAgent(FrameCodec.encode(down)));
    }

    @Property(tries = 100)
    void aTruncatedFrameIsRefusedAtEachByte(@ForAll("fromAgent") FromAgent up, @ForAll("fromServer") FromServer down) {
        for (var bytes :
                List.of(FrameCodec.encode(up).toArray(), FrameCodec.encode(down).toArray())) {
            for (var length = 0; length < bytes.length; length++) {
                assertThat(taken(Arrays.copyOf(bytes, length))).isFalse();
            }
            assertThat(taken(Arrays.copyOf(bytes, bytes.length + 1))).isFalse();
        }
    }

    @Property(tries = 300)
    void flippedBitsAndGarbageGiveARefusalOrAFrame(
            @ForAll("fromAgent") FromAgent frame, @ForAll @Size(max = 100) byte[] garbage, @ForAll Random random) {
        var bytes = FrameCodec.encode(frame).toArray();
        for (var i = 0; i < 50; i++) {
            var flipped = bytes.clone();
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
            taken(flipped);
        }
        taken(garbage);
    }

    /** Fails at any exception but the one promised. */
    private static boolean taken(byte[] bytes) {
        var frame = ByteString.fromArray(bytes);
        var taken = 0;
        try {
            FrameCodec.fromAgent(frame);
            taken++;
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageNotContaining("null");
        }
        try {
            FrameCodec.fromServer(frame);
            taken++;
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageNotContaining("null");
        }
        return taken > 0;
    }

    @Example
    void anotherVersionIsRefusedWithBothVersions() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FrameCodec.fromAgent(ByteString.fromArray(new byte[] {9, 4})))
                .withMessageContaining("version 9")
                .withMessageContaining("version 1");
    }

    @Example
    void theGreatestEventFitsAFrame() {
        var frame = FrameCodec.encode(new FromServer.Deliver(Entries.event("e", 1 << 20)));
        assertThat(frame.size()).isLessThanOrEqualTo(FrameCodec.MAX_FRAME);
    }
}
