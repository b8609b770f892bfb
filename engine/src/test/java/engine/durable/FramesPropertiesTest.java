package engine.durable;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.pekko.util.ByteString;

/** Records come back as they were written, or not at all. */
class FramesPropertiesTest {

    @Provide
    Arbitrary<List<LogRecord>> records() {
        return Combinators.combine(
                        Arbitraries.longs().between(1, Long.MAX_VALUE),
                        Arbitraries.integers().between(0, 1000),
                        Arbitraries.strings().alpha().numeric().ofMaxLength(LogRecord.MAX_NAME),
                        Arbitraries.bytes().array(byte[].class).ofMaxSize(300).map(ByteString::fromArray))
                .as((sequence, back, name, changes) -> new LogRecord(sequence, sequence - back, name, changes))
                .list()
                .ofMinSize(1)
                .ofMaxSize(5);
    }

    @Property(tries = 200)
    void recordsComeBackInOrder(@ForAll("records") List<LogRecord> records, @ForAll int salt) throws IOException {
        var reader = new FrameReader(new ByteArrayInputStream(bytes(records, salt)), salt);
        for (var record : records) {
            assertThat(((FrameReader.Found) reader.next()).record()).isEqualTo(record);
        }
        assertThat(reader.next()).isEqualTo(new FrameReader.End());
        assertThat(reader.offset()).isEqualTo(Frames.HEADER + bytes(records, salt).length);
    }

    @Property(tries = 200)
    void anyChangedBitAndAnyOtherSaltIsNoticed(
            @ForAll("records") List<LogRecord> records, @ForAll int salt, @ForAll int place) throws IOException {
        var bytes = bytes(records, salt);
        var bit = Math.floorMod(place, bytes.length * 8);
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
        assertThat(intact(bytes, salt)).isLessThan(records.size());
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
        assertThat(intact(bytes, salt)).isEqualTo(records.size());
        assertThat(intact(bytes, salt ^ 1 << bit % 32)).isZero();
    }

    @Property(tries = 300)
    void garbageIsNoRecordAndNoError(@ForAll byte[] garbage, @ForAll int salt) throws IOException {
        assertThat(intact(garbage, salt)).isZero();
        assertThat(Tail.torn(garbage, salt, 1)).isTrue();
        assertThat(Frames.header(Frames.Kind.LOG, garbage)).isNull();
    }

    @Property
    void aHeaderComesBackAndIsOfItsKindAlone(@ForAll long first, @ForAll int salt, @ForAll int place) {
        var header = new Frames.Header(first, salt);
        for (var kind : Frames.Kind.values()) {
            var bytes = Frames.header(kind, header).array();
            assertThat(Frames.header(kind, bytes)).isEqualTo(header);
            for (var other : Frames.Kind.values()) {
                assertThat(Frames.header(other, bytes) == null).isEqualTo(other != kind);
            }
            bytes[Math.floorMod(place, bytes.length)] ^= 4;
            assertThat(Frames.header(kind, bytes)).isNull();
        }
    }

    private static byte[] bytes(List<LogRecord> records, int salt) {
        var out = new ByteArrayOutputStream();
        records.forEach(record -> Frames.write(out, record, salt));
        return out.toByteArray();
    }

    private static int intact(byte[] bytes, int salt) throws IOException {
        var reader = new FrameReader(new ByteArrayInputStream(bytes), salt);
        var found = new ArrayList<LogRecord>();
        while (reader.next() instanceof FrameReader.Found(var record)) {
            found.add(record);
        }
        return found.size();
    }
}
