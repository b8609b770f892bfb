package engine.segments;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What stands before the body of each record: length of the body (4), how many bytes before it its batch began (4), index (8),
 * term (8), kind (1), CRC32C of the body (4), CRC32C of salt, offset in the file and all these fields (4). Numbers are
 * big-endian. Salt and offset keep bytes of another file, or of another place, from passing for a record.
 *
 * @param length of the body
 * @param back bytes from the beginning of the batch to this record: all before that beginning was on disk when this was written
 * @param bodyCrc CRC32C of the body
 */
record RecordHeader(int length, int back, long index, long term, Kind kind, int bodyCrc) {
    static final int SIZE = 33;
    /** More than any entry; what claims to be longer is garbage. */
    static final int MAX_BODY = 1 << 30;

    private static final int CHECKED = SIZE - 4;

    /** @param offset where the record begins in its file */
    void write(ByteBuffer out, int salt, long offset) {
        var at = out.position();
        out.putInt(length)
                .putInt(back)
                .putLong(index)
                .putLong(term)
                .put(kind.code)
                .putInt(bodyCrc);
        out.putInt(crc(out.slice(at, CHECKED), salt, offset));
    }

    /**
     * Reads the header that begins at the position of {@code in}, which has at least {@value #SIZE} bytes; null when there is none.
     *
     * @throws UnknownForm when it is intact and of a kind that no version up to this one writes
     */
    static @Nullable RecordHeader read(ByteBuffer in, int salt, long offset) throws UnknownForm {
        var at = in.position();
        var length = in.getInt(at);
        var back = in.getInt(at + 4);
        if (length < 0
                || length > MAX_BODY
                || back < 0
                || back > offset
                || in.getInt(at + CHECKED) != crc(in.slice(at, CHECKED), salt, offset)) {
            return null;
        }
        var kind = Kind.of(in.get(at + 24));
        if (kind == null) {
            throw new UnknownForm();
        }
        return new RecordHeader(length, back, in.getLong(at + 8), in.getLong(at + 16), kind, in.getInt(at + 25));
    }

    static int crc(ByteBuffer body) {
        var crc = new CRC32C();
        crc.update(body);
        return (int) crc.getValue();
    }

    private static int crc(ByteBuffer fields, int salt, long offset) {
        var crc = new CRC32C();
        crc.update(ByteBuffer.allocate(12).putInt(salt).putLong(offset).flip());
        crc.update(fields);
        return (int) crc.getValue();
    }

    /** A record that a later version wrote. */
    static final class UnknownForm extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
