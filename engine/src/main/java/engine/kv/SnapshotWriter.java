package engine.kv;

import engine.state.WireWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Writes a state as a stream: 8 bytes for its kind and version, then frames of about 64 KiB. A frame is the length of its body
 * (4), CRC32C of its number, section and body (4), its section (1), its body; numbers are big-endian. A body is a number of
 * items, then each. Equal states have equal bytes. What can be worked out is not written: which session has which keys, what
 * ends when, and the values after old changes.
 */
public final class SnapshotWriter {
    static final long MAGIC =
            ByteBuffer.wrap("engineK1".getBytes(StandardCharsets.US_ASCII)).getLong();
    /** Length, checksum and section. */
    static final int PREFIX = 9;

    private static final int ENOUGH = 65_536;

    /** What a frame holds, in the order in which they come. */
    enum Section {
        HEAD(1),
        KEYS(2),
        SESSIONS(3),
        DELAYS(4),
        CLIENTS(5),
        CONFLICTS(6),
        SETTLED(7),
        CHANGES(8),
        CATALOG(10),
        DOCUMENTS(11),
        QUERIES(12),
        END(9);

        private final byte code;

        Section(int code) {
            this.code = (byte) code;
        }

        /** The one with this code; null when there is none. */
        static @Nullable Section of(byte code) {
            for (var section : values()) {
                if (section.code == code) {
                    return section;
                }
            }
            return null;
        }
    }

    private final OutputStream out;
    private int frames;
    private long items;
    private WireWriter body = new WireWriter();
    private int count;

    private SnapshotWriter(OutputStream out) {
        this.out = out;
    }

    /** Writes all of it; the stream is not closed. */
    public static void write(State state, OutputStream out) throws IOException {
        new SnapshotWriter(out).all(state);
    }

    private void all(State state) throws IOException {
        out.write(ByteBuffer.allocate(Long.BYTES).putLong(MAGIC).array());
        body.text(state.logId());
        body.varint(state.batches());
        body.varint(state.millis());
        body.varint(state.index());
        body.varint(state.retries().floor());
        body.varint(state.retries().sweptAt());
        body.varint(state.history().oldestIndex());
        count = 1;
        cut(Section.HEAD);
        map(Section.KEYS, state.keys().stream().iterator(), RecordCodec::entry);
        list(Section.SESSIONS, state.sessions().values(), RecordCodec::session);
        map(Section.DELAYS, state.locks().delays().stream().iterator(), WireWriter::varint);
        list(Section.CLIENTS, state.retries().clients().values(), RecordCodec::client);
        list(Section.CONFLICTS, state.conflicts().all(), RecordCodec::conflict);
        map(Section.SETTLED, state.conflicts().settled().stream().iterator(), RecordCodec::settled);
        list(Section.CHANGES, state.history().all(), SnapshotWriter::change);
        catalog(state.catalog());
        map(Section.DOCUMENTS, state.documents().stream().iterator(), RecordCodec::document);
        list(Section.QUERIES, state.queries().values(), RecordCodec::query);
        body.varint(items);
        count = 1;
        cut(Section.END);
    }

    private <T> void map(Section section, Iterator<Map.Entry<String, T>> items, BiConsumer<WireWriter, T> write)
            throws IOException {
        while (items.hasNext()) {
            var item = items.next();
            body.text(item.getKey());
            write.accept(body, item.getValue());
            added(section);
        }
        cut(section);
    }

    private <T> void list(Section section, Iterable<T> items, BiConsumer<WireWriter, T> write) throws IOException {
        for (var item : items) {
            write.accept(body, item);
            added(section);
        }
        cut(section);
    }

    /** The floor under the empty name, then the nodes. */
    private void catalog(CatalogTimes times) throws IOException {
        body.text("");
        body.varint(times.floor());
        added(Section.CATALOG);
        map(Section.CATALOG, times.nodes().stream().iterator(), WireWriter::varint);
    }

    private static void change(WireWriter out, KvChange change) {
        out.text(change.key());
        var before = change.before();
        out.bool(before != null);
        if (before != null) {
            RecordCodec.entry(out, before);
        }
        var after = change.after();
        out.bool(after != null);
        if (after != null) {
            out.varint(after.expiresAt());
        }
        out.varint(change.index());
        Fields.constant(out, change.kind());
        out.varint(change.millis());
        out.text(change.by());
    }

    private void added(Section section) throws IOException {
        count++;
        if (body.size() >= ENOUGH) {
            cut(section);
        }
    }

    private void cut(Section section) throws IOException {
        if (count == 0) {
            return;
        }
        var head = new WireWriter();
        head.varint(count);
        var first = head.toBytes();
        var rest = body.toBytes();
        var prefix = ByteBuffer.allocate(PREFIX);
        prefix.putInt(first.length + rest.length);
        prefix.putInt(checksum(frames, section, first, rest));
        prefix.put(section.code);
        out.write(prefix.array());
        out.write(first);
        out.write(rest);
        frames++;
        items += count;
        count = 0;
        body = new WireWriter();
    }

    static int checksum(int number, Section section, byte[]... parts) {
        var crc = new CRC32C();
        crc.update(ByteBuffer.allocate(5).putInt(number).put(section.code).flip());
        for (var part : parts) {
            crc.update(part);
        }
        return (int) crc.getValue();
    }
}
