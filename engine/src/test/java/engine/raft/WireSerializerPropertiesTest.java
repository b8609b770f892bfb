package engine.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.apache.pekko.util.ByteString;

class WireSerializerPropertiesTest {
    private final WireSerializer serializer = new WireSerializer();

    @Property
    void whatWasWrittenIsReadAgain(
            @ForAll @AlphaChars @StringLength(max = 80) String from,
            @ForAll long number,
            @ForAll boolean ask,
            @ForAll Rpc rpc,
            @ForAll byte[] bytes)
            throws NotSerializableException {
        var message = ByteString.fromArray(bytes);
        for (var wire : new Wire[] {
            new Wire.Hello(from, "h:1", from, number, ask),
            new Wire.Call(number, from, "h:1", from, "log", rpc, message),
            new Wire.Reply(number, from, rpc, message)
        }) {
            var manifest = serializer.manifest(wire);
            assertThat(serializer.fromBinary(serializer.toBinary(wire), manifest))
                    .isEqualTo(wire);
            var buffer = ByteBuffer.allocate(4_096 + bytes.length);
            serializer.toBinary(wire, buffer);
            buffer.flip();
            assertThat(serializer.fromBinary(buffer, manifest)).isEqualTo(wire);
        }
    }

    @Property
    void whatIsCutShortIsRefused(@ForAll long number, @ForAll @IntRange(max = 20) int length) {
        var bytes = serializer.toBinary(new Wire.Hello("v@n", "h:1", "log", number, true));
        var cut = Arrays.copyOf(bytes, Math.min(length, bytes.length - 1));
        assertThatThrownBy(() -> serializer.fromBinary(cut, "H")).isInstanceOf(NotSerializableException.class);
        assertThatThrownBy(() -> serializer.fromBinary(bytes, "X")).isInstanceOf(NotSerializableException.class);
    }
}
