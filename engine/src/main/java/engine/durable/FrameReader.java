package engine.durable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Reads the records of a file one after another. */
final class FrameReader {

    /** What comes next in the file. */
    sealed interface Next {}

    record Found(LogRecord record) implements Next {}

    /** The file ends after the last record. */
    record End() implements Next {}

    /**
     * No record.
     *
     * @param why in words
     * @param incomplete whether this can come of a write that was cut short
     */
    record Bad(String why, boolean incomplete) implements Next {}

    private final InputStream in;
    private final int salt;
    private long offset;

    /** @param in behind the header */
    FrameReader(InputStream in, int salt) {
        this.in = in;
        this.salt = salt;
        this.offset = Frames.HEADER;
    }

    /** Where the next record begins, or what is in its place. */
    long offset() {
        return offset;
    }

    Next next() throws IOException {
        var prefix = in.readNBytes(Frames.PREFIX);
        if (prefix.length == 0) {
            return new End();
        }
        if (prefix.length < Frames.PREFIX) {
            return new Bad("the file ends inside a record", true);
        }
        var length = ByteBuffer.wrap(prefix).getInt();
        if (length < Frames.MIN_BODY || length > Frames.MAX_BODY) {
            return new Bad("a record cannot have " + length + " bytes", true);
        }
        var body = in.readNBytes(length);
        if (body.length < length) {
            return new Bad("the file ends inside a record", true);
        }
        if (!Frames.intact(ByteBuffer.wrap(prefix).getInt(4), salt, body, 0, length)) {
            return new Bad("the checksum of a record does not hold", true);
        }
        var record = Frames.body(body, 0, length);
        if (record == null) {
            return new Bad("a record has a form that this version does not know", false);
        }
        offset += Frames.PREFIX + length;
        return new Found(record);
    }
}
