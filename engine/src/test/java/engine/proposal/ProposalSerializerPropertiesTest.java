package engine.proposal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import engine.kv.ClientId;
import engine.kv.Command;
import engine.kv.Operation;
import engine.kv.Origin;
import java.io.NotSerializableException;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.apache.pekko.util.ByteString;

class ProposalSerializerPropertiesTest {
    private final ProposalSerializer serializer = new ProposalSerializer();

    private static List<Wire> messages(String text, long number, byte[] value) {
        var client = new ClientId(number, "u" + text);
        var put = new Operation.Put(text, ByteString.fromArray(value), number);
        var command = new Command(client, number + 1, number, new Origin(text), put);
        return List.of(
                new Wire.Propose("host:8300", text, number, number, List.of(command, command)),
                new Wire.Refused(text, number, List.of(CommandId.of(command), new CommandId(client, 9))),
                new Wire.Refused(text, number, List.of()));
    }

    @Property
    void whatWasWrittenIsReadAgain(
            @ForAll @AlphaChars String text,
            @ForAll @LongRange(min = 0, max = 1L << 60) long number,
            @ForAll byte[] value)
            throws NotSerializableException {
        for (var message : messages(text, number, value)) {
            assertThat(serializer.fromBinary(serializer.toBinary(message), serializer.manifest(message)))
                    .isEqualTo(message);
        }
    }

    @Property
    void whatIsCutShortIsRefused(
            @ForAll @LongRange(min = 0, max = 1L << 60) long number, @ForAll @IntRange(max = 999) int cut) {
        for (var message : messages("text", number, new byte[] {1, 2, 3})) {
            var bytes = serializer.toBinary(message);
            var part = Arrays.copyOf(bytes, cut % bytes.length);
            assertThatThrownBy(() -> serializer.fromBinary(part, serializer.manifest(message)))
                    .isInstanceOf(NotSerializableException.class);
        }
        assertThatThrownBy(() -> serializer.fromBinary(new byte[0], "X")).isInstanceOf(NotSerializableException.class);
    }
}
