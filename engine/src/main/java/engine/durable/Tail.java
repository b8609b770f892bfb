package engine.durable;

import java.nio.ByteBuffer;

/**
 * Tells a torn tail from damage. A crash can leave any part of the last batch unwritten, its middle included, for the file
 * system writes pages in any order. But a batch is begun only when the one before it is on disk: so whatever lies before a
 * record of a later batch was once complete, and has been damaged since.
 */
final class Tail {

    private Tail() {}

    /**
     * Whether the records from {@code expected} on may never have been acknowledged.
     *
     * @param rest the last file of the log from the first bad record on
     * @param expected number that this record should have
     */
    static boolean torn(byte[] rest, int salt, long expected) {
        var bytes = ByteBuffer.wrap(rest);
        var last = rest.length - Frames.PREFIX - Frames.MIN_BODY;
        for (var at = 1; at <= last; at++) {
            var length = bytes.getInt(at);
            var sequence = bytes.getLong(at + Frames.PREFIX);
            // The number is looked at first: a checksum over every place that could be a length would take forever.
            if (sequence > expected
                    && sequence - expected < rest.length
                    && length >= Frames.MIN_BODY
                    && length <= rest.length - at - Frames.PREFIX
                    && Frames.intact(bytes.getInt(at + 4), salt, rest, at + Frames.PREFIX, length)) {
                var record = Frames.body(rest, at + Frames.PREFIX, length);
                if (record != null && record.batch() > expected) {
                    return false;
                }
            }
        }
        return true;
    }
}
