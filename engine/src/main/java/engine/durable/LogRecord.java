package engine.durable;

import org.apache.pekko.util.ByteString;

/**
 * One change of one bucket, as it lies in the log.
 *
 * @param sequence its number; the first is 1, each follows the one before
 * @param batch number of the first record that was written to disk together with this one: all before it were on disk by then
 * @param bucket name of the bucket, up to {@value #MAX_NAME} ASCII characters
 * @param changes as {@link engine.state.Changes} writes them
 */
record LogRecord(long sequence, long batch, String bucket, ByteString changes) {
    static final int MAX_NAME = 255;
}
