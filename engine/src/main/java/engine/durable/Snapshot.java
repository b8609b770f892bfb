package engine.durable;

import engine.durable.Frames.Header;
import engine.durable.Frames.Kind;
import engine.state.Bucket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.pekko.util.ByteString;

/**
 * All buckets as they were after a record, to be written in place of the log up to it. Meant for a thread of its own:
 * buckets are immutable, and the log goes on in another file.
 *
 * @param last number of the last record that is part of it
 */
record Snapshot(Disk disk, Map<String, Bucket> buckets, long last, int salt) {
    /** Written and forced in pieces: one large force would hold up those of the log. */
    private static final int PIECE = 4 << 20;

    /** Writes it, then deletes what it replaces; returns its size. After an exception the files before it still count. */
    long write() throws IOException {
        var name = Layout.snapshot(last);
        var unfinished = Layout.unfinished(name);
        var size = 0L;
        try (var file = disk.append(unfinished, 0)) {
            file.write(Frames.header(Kind.SNAPSHOT, new Header(last, salt)));
            size += Frames.HEADER;
            var piece = new ByteArrayOutputStream();
            for (var bucket : buckets.entrySet()) {
                var contents = bucket.getValue().contents().toBytes();
                Frames.write(
                        piece, new LogRecord(last, last, bucket.getKey(), ByteString.fromArrayUnsafe(contents)), salt);
                if (piece.size() >= PIECE) {
                    size += flush(file, piece);
                }
            }
            Frames.write(piece, new LogRecord(last, last, "", ByteString.emptyByteString()), salt);
            size += flush(file, piece);
        }
        disk.rename(unfinished, name);
        disk.sync();
        for (var obsolete : Layout.of(disk.files()).obsolete()) {
            disk.delete(obsolete);
        }
        return size;
    }

    private static int flush(Disk.Appender file, ByteArrayOutputStream piece) throws IOException {
        var bytes = piece.toByteArray();
        file.write(ByteBuffer.wrap(bytes));
        file.force();
        piece.reset();
        return bytes.length;
    }
}
