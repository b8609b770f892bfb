package engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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

class OpCodecPropertiesTest {

    @Provide
    Arbitrary<List<Op>> ops() {
        return Combinators.combine(Samples.entries(), Arbitraries.integers().between(0, 3), Arbitraries.longs())
                .as((keyed, kind, expected) -> op(keyed, kind, expected))
                .list()
                .ofMaxSize(8);
    }

    private static Op op(Samples.Keyed keyed, int kind, long expected) {
        var value = keyed.entry().value();
        if (value == null || kind == 1) {
            return new Op.Delete(keyed.key());
        }
        return switch (kind) {
            case 0 -> new Op.Put(keyed.key(), value);
            case 2 -> new Op.PutIf(keyed.key(), value, expected);
            default -> new Op.DeleteIf(keyed.key(), expected);
        };
    }

    @Property(tries = 500)
    void whatWasWrittenIsReadAgain(@ForAll("ops") List<Op> ops) {
        assertThat(OpCodec.decode(OpCodec.encode(ops))).isEqualTo(ops);
    }

    @Property(tries = 200)
    void theSizeIsThatOfTheBytes(@ForAll("ops") List<Op> ops) {
        var sum = ops.stream().mapToInt(OpCodec::size).sum();
        assertThat(OpCodec.encode(ops)).hasSize(1 + sum);
    }

    @Property(tries = 100)
    void aTruncatedListIsRefusedAtEachByte(@ForAll("ops") List<Op> ops) {
        var bytes = OpCodec.encode(ops);
        var step = Math.max(1, bytes.length / 300);
        for (var length = 0; length < bytes.length; length += step) {
            assertThat(survives(Arrays.copyOf(bytes, length))).isFalse();
        }
        assertThat(survives(Arrays.copyOf(bytes, bytes.length + 1))).isFalse();
    }

    @Property(tries = 300)
    void flippedBitsGiveARefusalOrAListThatCanBeWritten(@ForAll("ops") List<Op> ops, @ForAll Random random) {
        var bytes = OpCodec.encode(ops);
        for (var i = 0; i < 50; i++) {
            var flipped = bytes.clone();
            flipped[random.nextInt(Math.min(flipped.length, 400))] ^= (byte) (1 << random.nextInt(8));
            survives(flipped);
        }
    }

    @Property(tries = 500)
    void garbageIsRefusedWithASentence(@ForAll @Size(max = 200) byte[] garbage) {
        survives(garbage);
    }

    /** Whether the bytes were taken; then they can be written again. Fails at any exception but the one promised. */
    private static boolean survives(byte[] bytes) {
        try {
            var ops = OpCodec.decode(bytes);
            assertThat(OpCodec.decode(OpCodec.encode(ops))).isEqualTo(ops);
            return true;
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageNotContaining("null");
            return false;
        }
    }

    @Example
    void aValueUnderAKeyThatIsNotItsOwnIsRefused() {
        var out = new WireWriter();
        out.varint(1);
        out.u8(1);
        out.text(new Key.Node("a").text());
        ValueCodec.write(out, new Value.Node("", "b", "", null, null));
        assertThatIllegalArgumentException().isThrownBy(() -> OpCodec.decode(out.toBytes()));
    }

    @Example
    void aPutOfNothingIsRefused() {
        var out = new WireWriter();
        out.varint(1);
        out.u8(1);
        out.text(new Key.Node("a").text());
        ValueCodec.write(out, null);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpCodec.decode(out.toBytes()))
                .withMessageContaining("puts nothing");
    }
}
