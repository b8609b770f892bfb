package engine.snapshot;

import engine.state.Live;
import engine.state.Op;
import engine.state.Pictures;
import engine.state.Snapshot;
import engine.state.Value;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.pekko.util.ByteString;

/** States and their archives. */
final class Archives {
    static final Instant TAKEN = Instant.parse("2026-11-20T23:30:15.250Z");
    static final Facts FACTS = new Facts("id-1", TAKEN, "s1", "dc1", "0.1.0");

    private Archives() {}

    static Snapshot state(Iterable<Op.Put> puts) {
        var pictures = new Pictures();
        puts.forEach(pictures::apply);
        return pictures.published().current();
    }

    static List<Live> entries(Snapshot state) {
        return Stream.iterate(state.live(), i -> i.hasNext(), i -> i)
                .map(i -> i.next())
                .toList();
    }

    /** As it is saved. */
    static byte[] bundle(Snapshot state) {
        var out = new ByteArrayOutputStream();
        try {
            SnapshotFile.write(state, FACTS, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Bare, as earlier versions saved it. */
    static byte[] archive(Snapshot state) {
        var out = new ByteArrayOutputStream();
        try {
            SnapshotFile.writeArchive(state, FACTS, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static SnapshotFile.Archive read(byte[] archive) {
        try {
            return SnapshotFile.read(new ByteArrayInputStream(archive));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Op.Put kv(String key, byte[] value) {
        return new Op.Put(new engine.state.Key.Kv(key), new Value.Kv(ByteString.fromArray(value), 42));
    }

    static byte[] noise(int length, int seed) {
        var bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
