package engine.segments;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Records that are written and forced together. */
final class Batch {
    /** Kept for the next batch; a larger one is not, so that one large value does not hold memory forever. */
    private static final int KEPT_BUFFER = 1 << 20;

    private static final int FIRST_BUFFER = 1 << 14;

    private final List<Segment.Place> places = new ArrayList<>();
    private ByteBuffer bytes = ByteBuffer.allocate(FIRST_BUFFER);
    private long offset;
    private int salt;

    /** Begins a batch behind the last record of a segment. */
    void begin(Segment segment) {
        places.clear();
        if (bytes.capacity() > KEPT_BUFFER) {
            bytes = ByteBuffer.allocate(FIRST_BUFFER);
        }
        bytes.clear();
        offset = segment.size();
        salt = segment.header.salt();
    }

    void add(Kind kind, long index, long term, ByteBuffer body) {
        var length = body.remaining();
        if (length > RecordHeader.MAX_BODY) {
            throw new IllegalArgumentException(
                    "an entry of " + length + " bytes is larger than " + RecordHeader.MAX_BODY);
        }
        var at = bytes.position();
        reserve(RecordHeader.SIZE + length);
        new RecordHeader(length, at, index, term, kind, RecordHeader.crc(body.duplicate()))
                .write(bytes, salt, offset + at);
        bytes.put(body.duplicate());
        places.add(new Segment.Place(offset + at, RecordHeader.SIZE + length));
    }

    private void reserve(int more) {
        if (bytes.remaining() < more) {
            var enough = bytes.position() + (long) more;
            var capacity = (int) Math.min(Integer.MAX_VALUE - 8, Math.max(enough, 2L * bytes.capacity()));
            bytes = ByteBuffer.allocate(capacity).put(bytes.flip());
        }
    }

    int size() {
        return bytes.position();
    }

    /** Where the records will lie, in their order. */
    List<Segment.Place> places() {
        return places;
    }

    ByteBuffer bytes() {
        return bytes.duplicate().flip();
    }
}
