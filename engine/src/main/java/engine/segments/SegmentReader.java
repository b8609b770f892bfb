package engine.segments;

import engine.durable.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Goes through the records of a segment one after another. Bodies only pass through their checksum. */
final class SegmentReader {
    /** What comes next in the file. */
    sealed interface Next {}

    record Found(RecordHeader header) implements Next {}

    /** The file ends after the last record. */
    record End() implements Next {}

    /**
     * No record.
     *
     * @param why in words
     * @param incomplete whether this can come of a write that was cut short
     */
    record Bad(String why, boolean incomplete) implements Next {}

    private static final Bad ENDS_INSIDE = new Bad("the file ends inside a record", true);

    private final Disk.RandomAccess file;
    private final int salt;
    private final long size;
    /** What was read of the file and not yet looked at, up to {@link #read}. */
    private final ByteBuffer window;

    private long read;

    /** @param window memory to be used, at least as large as a header */
    SegmentReader(Disk.RandomAccess file, long size, int salt, ByteBuffer window) {
        this.file = file;
        this.size = size;
        this.salt = salt;
        this.window = window.clear().limit(0);
        this.read = SegmentHeader.SIZE;
    }

    /** Where the next record begins, or what is in its place. */
    long offset() {
        return read - window.remaining();
    }

    /** After anything but {@link Found} nothing more comes. */
    Next next() throws IOException {
        var offset = offset();
        if (offset == size) {
            return new End();
        }
        if (size - offset < RecordHeader.SIZE) {
            return ENDS_INSIDE;
        }
        RecordHeader header;
        try {
            header = header(offset);
        } catch (RecordHeader.UnknownForm _) {
            return new Bad("a record has a form that this version does not know", false);
        }
        if (header == null) {
            return new Bad("the checksum before a record does not hold", true);
        }
        if (header.length() > size - offset - RecordHeader.SIZE) {
            return rewound(offset, ENDS_INSIDE);
        }
        if (bodyCrc(header.length()) != header.bodyCrc()) {
            return rewound(offset, new Bad("the checksum of a record does not hold", true));
        }
        return new Found(header);
    }

    private @Nullable RecordHeader header(long offset) throws IOException, RecordHeader.UnknownForm {
        if (window.remaining() < RecordHeader.SIZE) {
            fill();
        }
        var header = RecordHeader.read(window, salt, offset);
        if (header != null) {
            window.position(window.position() + RecordHeader.SIZE);
        }
        return header;
    }

    private int bodyCrc(int length) throws IOException {
        var crc = new CRC32C();
        var left = length;
        while (left > 0) {
            if (!window.hasRemaining()) {
                fill();
            }
            var part = Math.min(left, window.remaining());
            crc.update(window.slice(window.position(), part));
            window.position(window.position() + part);
            left -= part;
        }
        return (int) crc.getValue();
    }

    private void fill() throws IOException {
        window.compact();
        window.limit((int) Math.min(window.capacity(), window.position() + size - read));
        var before = window.position();
        file.read(window, read);
        if (window.hasRemaining()) {
            throw new IOException("the file became shorter while it was read");
        }
        read += window.position() - before;
        window.flip();
    }

    private Bad rewound(long offset, Bad bad) {
        read = offset;
        window.limit(0);
        return bad;
    }

    /**
     * Tells a torn tail from damage. A crash can leave any part of the last batch unwritten, its middle included, for the file
     * system writes pages in any order. But a batch is begun only when the one before it is on disk: so whatever lies before a
     * record of a later batch was once complete, and has been damaged since.
     *
     * @return whether what lies from {@link #offset} on, where no record is, may never have been acknowledged
     */
    boolean torn() throws IOException {
        var bad = offset();
        rewound(bad, ENDS_INSIDE);
        while (size - offset() >= RecordHeader.SIZE) {
            fill();
            while (window.remaining() >= RecordHeader.SIZE) {
                if (isOfBatchBehind(bad)) {
                    return false;
                }
                window.get();
            }
        }
        return true;
    }

    private boolean isOfBatchBehind(long bad) {
        // Looked at first, for a checksum takes longer.
        if (offset() - window.getInt(window.position() + 4) <= bad) {
            return false;
        }
        try {
            var header = RecordHeader.read(window, salt, offset());
            return header != null && offset() - header.back() > bad;
        } catch (RecordHeader.UnknownForm _) {
            return true;
        }
    }
}
