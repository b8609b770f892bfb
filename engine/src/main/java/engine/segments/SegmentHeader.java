package engine.segments;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a segment: 8 bytes for its kind and version, number (8), index of the next entry (8), index of the first entry
 * that counts (8), whether all segments before it are void (1), salt (4), CRC32C of these (4).
 *
 * @param number the number in its name
 * @param next index that the log had reached
 * @param first as of then
 * @param reset entries before it do not count, whatever their index
 * @param salt random, part of all checksums in the file
 */
record SegmentHeader(long number, long next, long first, boolean reset, int salt) {
    static final int SIZE = 41;

    /** The last character is the version of the form. */
    private static final long MAGIC =
            ByteBuffer.wrap("engineR1".getBytes(StandardCharsets.US_ASCII)).getLong();

    ByteBuffer bytes() {
        var out = ByteBuffer.allocate(SIZE);
        out.putLong(MAGIC).putLong(number).putLong(next).putLong(first);
        out.put((byte) (reset ? 1 : 0)).putInt(salt);
        return out.putInt(RecordHeader.crc(out.slice(0, SIZE - 4))).flip();
    }

    /** The header that {@code bytes} are; null when they are none of this version. */
    static @Nullable SegmentHeader of(ByteBuffer bytes) {
        if (bytes.remaining() < SIZE) {
            return null;
        }
        var in = bytes.slice(bytes.position(), SIZE);
        var crc = RecordHeader.crc(in.slice(0, SIZE - 4));
        var ours = in.getLong() == MAGIC;
        var header = new SegmentHeader(in.getLong(), in.getLong(), in.getLong(), in.get() == 1, in.getInt());
        return ours && in.getInt() == crc ? header : null;
    }
}
