package engine.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.pekko.util.ByteString;

/** Binary forms: nothing is lost, and nothing but {@link IllegalArgumentException} comes of what is damaged. */
class CodecPropertiesTest {

    @Provide
    Arbitrary<List<Batch>> any() {
        return Scripts.any();
    }

    @Provide
    Arbitrary<Operation> operations() {
        return Scripts.operations();
    }

    private static Batch batch(Operation operation) {
        return new Batch(5, -1, List.of(new Command(new ClientId(3, "c"), 9, 4, new Origin("10.0.0.1"), operation)));
    }

    @Property(tries = 1_000)
    void aBatchIsReadAsItWasWritten(@ForAll("operations") Operation operation) {
        var batch = batch(operation);
        assertThat(BatchCodec.decode(BatchCodec.encode(batch))).isEqualTo(batch);
        assertThat(BatchCodec.decodeCommands(BatchCodec.encodeCommands(batch.commands())))
                .isEqualTo(batch.commands());
    }

    @Property(tries = 200)
    void outcomesAreReadAsTheyWereWritten(@ForAll("any") List<Batch> batches) {
        var state = State.empty();
        for (var batch : batches) {
            var applied = state.apply(batch);
            for (var outcome : applied.outcomes()) {
                var bytes = OutcomeCodec.encode(outcome);
                assertThat(OutcomeCodec.decode(bytes)).isEqualTo(outcome);
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> OutcomeCodec.decode(bytes.take(bytes.size() - 1)));
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> OutcomeCodec.decode(bytes.concat(ByteString.fromString("x"))));
            }
            state = applied.after();
        }
    }

    @Property(tries = 200)
    void aTruncatedBatchIsRefusedAtEachByte(@ForAll("operations") Operation operation) {
        var bytes = BatchCodec.encode(batch(operation));
        for (var length = 0; length < bytes.size(); length++) {
            var part = bytes.take(length);
            assertThatIllegalArgumentException().isThrownBy(() -> BatchCodec.decode(part));
        }
    }

    @Property(tries = 500)
    void aDamagedBatchIsReadOrRefused(@ForAll("operations") Operation operation, @ForAll Random random) {
        var bytes = BatchCodec.encode(batch(operation)).toArray();
        for (var i = 0; i < 30; i++) {
            var damaged = bytes.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            try {
                assertThat(BatchCodec.decode(ByteString.fromArray(damaged))).isNotNull();
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageNotContainingAny("null");
            }
        }
    }

    @Example
    void theReplacementCharacterIsAKeyAndWhatIsNoUtf8IsNone() {
        var batch = batch(new Operation.Delete("\uFFFD", OptionalLong.empty()));
        var bytes = BatchCodec.encode(batch);
        assertThat(BatchCodec.decode(bytes)).isEqualTo(batch);
        var damaged = bytes.toArray();
        damaged[damaged.length - 3] = (byte) 0xFF;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BatchCodec.decode(ByteString.fromArray(damaged)))
                .withMessageContaining("not UTF-8");
    }

    private static State end(List<Batch> batches) {
        var state = State.empty();
        for (var batch : batches) {
            state = state.apply(batch).after();
        }
        return state;
    }

    private static State read(byte[] bytes) throws IOException {
        return SnapshotReader.read(new ByteArrayInputStream(bytes));
    }

    @Property(tries = 100)
    void aDamagedSnapshotIsRefused(@ForAll("any") List<Batch> batches, @ForAll Random random) throws IOException {
        var state = end(batches);
        var bytes = StatePropertiesTest.snapshot(state);
        assertThat(read(bytes)).isEqualTo(state);
        for (var i = 0; i < 30; i++) {
            var damaged = bytes.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            assertThatIOException().isThrownBy(() -> read(damaged)).withMessageContaining("is damaged");
            var part = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            assertThatIOException().isThrownBy(() -> read(part));
        }
    }

    @Property(tries = 300)
    void aSnapshotWithRightChecksumsAndWrongContentsIsReadOrRefused(
            @ForAll("any") List<Batch> batches, @ForAll Random random) {
        var bytes = StatePropertiesTest.snapshot(end(batches));
        var in = ByteBuffer.wrap(bytes, Long.BYTES, bytes.length - Long.BYTES);
        for (var frame = 0; in.hasRemaining(); frame++) {
            var at = in.position();
            var length = in.getInt();
            var section = SnapshotWriter.Section.of(in.get(at + 8));
            if (section == null) {
                throw new AssertionError("a frame of no section");
            }
            var body = Arrays.copyOfRange(bytes, at + 9, at + 9 + length);
            body[random.nextInt(length)] = (byte) random.nextInt();
            System.arraycopy(body, 0, bytes, at + 9, length);
            in.putInt(at + 4, SnapshotWriter.checksum(frame, section, body));
            in.position(at + 9 + length);
        }
        try {
            assertThat(read(bytes)).isNotNull();
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("is damaged");
        }
    }
}
