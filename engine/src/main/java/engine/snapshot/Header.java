package engine.snapshot;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;

/**
 * What an archive says of itself before its entries.
 *
 * @param index of the node that wrote it, when it was written
 * @param counts entries by kind
 */
public record Header(Facts facts, long index, Map<Kind, Long> counts) {

    /** All entries. */
    public long entries() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    byte[] toBytes() {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeUTF(facts.id());
            out.writeUTF(facts.created().toString());
            out.writeUTF(facts.node());
            out.writeUTF(facts.datacenter());
            out.writeUTF(facts.version());
            out.writeLong(index);
            for (var kind : Kind.values()) {
                out.writeLong(counts.getOrDefault(kind, 0L));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    /** @throws IOException for what {@link #toBytes} did not write */
    static Header fromBytes(byte[] bytes) throws IOException {
        var in = new DataInputStream(new ByteArrayInputStream(bytes));
        try {
            var id = in.readUTF();
            var created = Instant.parse(in.readUTF());
            var facts = new Facts(id, created, in.readUTF(), in.readUTF(), in.readUTF());
            var index = in.readLong();
            var counts = new Counts();
            for (var kind : Kind.values()) {
                // An earlier version knew fewer kinds.
                counts.add(kind, in.available() == 0 ? 0 : in.readLong());
            }
            return new Header(facts, index, counts.toMap());
        } catch (DateTimeException e) {
            throw new IOException("a time that is none", e);
        }
    }
}
