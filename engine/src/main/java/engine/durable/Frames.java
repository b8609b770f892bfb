package engine.durable;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The form of files on disk. A file begins with a header: 8 bytes for its kind and version, the number of its first record
 * (8), a salt (4), CRC32C of these (4). Records follow: length of the body (4), CRC32C of salt, length and body (4), then the
 * body: number (8), how many records before it its batch began (4), length of the bucket's name (1), name, changes. Numbers
 * are big-endian. The salt keeps bytes of another file from passing for a record of this one.
 */
final class Frames {
    static final int HEADER = 24;
    /** Length and checksum, before the body. */
    static final int PREFIX = 8;
    /** The shortest body: no name, no changes. */
    static final int MIN_BODY = 13;
    /** More than any bucket; what claims to be longer is garbage. */
    static final int MAX_BODY = 1 << 30;

    private Frames() {}

    /** What a file is; the last character is the version of its form. */
    enum Kind {
        LOG("engineL1"),
        SNAPSHOT("engineS1");

        private final long magic;

        Kind(String text) {
            this.magic =
                    ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)).getLong();
        }
    }

    /** The beginning of a file. */
    record Header(long first, int salt) {}

    static ByteBuffer header(Kind kind, Header header) {
        var bytes = ByteBuffer.allocate(HEADER);
        bytes.putLong(kind.magic).putLong(header.first()).putInt(header.salt());
        return bytes.putInt(crc(bytes.array(), 0, HEADER - 4)).flip();
    }

    /** The header that {@code bytes} are; null when they are none of this kind and version. */
    static @Nullable Header header(Kind kind, byte[] bytes) {
        if (bytes.length < HEADER) {
            return null;
        }
        var in = ByteBuffer.wrap(bytes);
        var ours = in.getLong() == kind.magic;
        var header = new Header(in.getLong(), in.getInt());
        return ours && in.getInt() == crc(bytes, 0, HEADER - 4) ? header : null;
    }

    static void write(ByteArrayOutputStream out, LogRecord record, int salt) {
        var name = record.bucket().getBytes(StandardCharsets.US_ASCII);
        if (name.length > LogRecord.MAX_NAME) {
            throw new IllegalArgumentException("a bucket's name has at most " + LogRecord.MAX_NAME + " characters");
        }
        var length = MIN_BODY + name.length + record.changes().size();
        var frame = ByteBuffer.allocate(PREFIX + length);
        frame.putInt(length).putInt(0).putLong(record.sequence());
        frame.putInt(Math.toIntExact(record.sequence() - record.batch()));
        frame.put((byte) name.length).put(name).put(record.changes().toArrayUnsafe());
        frame.putInt(4, checksum(salt, frame.array(), PREFIX, length));
        out.writeBytes(frame.array());
    }

    /** Whether a body that begins at {@code at} is as it was written. */
    static boolean intact(int crc, int salt, byte[] bytes, int at, int length) {
        return crc == checksum(salt, bytes, at, length);
    }

    /** The record that an intact body is; null for one that no version of this program writes. */
    static @Nullable LogRecord body(byte[] bytes, int at, int length) {
        var in = ByteBuffer.wrap(bytes, at, length);
        var sequence = in.getLong();
        var back = in.getInt();
        var name = new byte[in.get() & 0xFF];
        if (back < 0 || name.length > in.remaining()) {
            return null;
        }
        in.get(name);
        var changes = new byte[in.remaining()];
        in.get(changes);
        return new LogRecord(
                sequence,
                sequence - back,
                new String(name, StandardCharsets.US_ASCII),
                ByteString.fromArrayUnsafe(changes));
    }

    private static int checksum(int salt, byte[] bytes, int at, int length) {
        var crc = new CRC32C();
        crc.update(ByteBuffer.allocate(8).putInt(salt).putInt(length).flip());
        crc.update(bytes, at, length);
        return (int) crc.getValue();
    }

    private static int crc(byte[] bytes, int at, int length) {
        var crc = new CRC32C();
        crc.update(bytes, at, length);
        return (int) crc.getValue();
    }
}
