package engine.link;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.QueueOfferResult;
import org.apache.pekko.util.ByteString;

/** The frames that wait for their turn on a connection, bounded by number and by bytes. Any thread may use it. */
final class Outbox {
    static final int MAX_FRAMES = 4096;
    static final int MAX_BYTES = 4 << 20;

    /** Below this a connection is not behind: more may be prepared for it. */
    static final int LOW_BYTES = 256 << 10;

    private final BoundedSourceQueue<ByteString> queue;
    private final AtomicInteger bytes;

    /** @param bytes of what is in the queue; lowered by the one who takes from it */
    Outbox(BoundedSourceQueue<ByteString> queue, AtomicInteger bytes) {
        this.queue = queue;
        this.bytes = bytes;
    }

    /** False where the other side does not read fast enough, and where the connection has ended: it is to be given up. */
    boolean offer(ByteString frame) {
        // The first frame goes whatever its size.
        if (bytes.get() > 0 && bytes.get() + frame.size() > MAX_BYTES) {
            return false;
        }
        bytes.addAndGet(frame.size());
        return queue.offer(frame).equals(QueueOfferResult.enqueued());
    }

    /** Whether more can be prepared. */
    boolean isLow() {
        return bytes.get() < LOW_BYTES;
    }

    /** Whether the connection has ended, or is ending. */
    boolean isClosed() {
        return queue.isCompleted();
    }

    boolean isEmpty() {
        return bytes.get() == 0;
    }

    /** Ends the connection when everything is sent. */
    void complete() {
        unlessEnded(queue::complete);
    }

    /** Ends the connection now. */
    void abort(String why) {
        unlessEnded(() -> queue.fail(new LinkException(why)));
    }

    /** The connection may end by itself at the same moment, of which the queue complains. */
    private static void unlessEnded(Runnable ending) {
        try {
            ending.run();
        } catch (IllegalStateException _) {
            // It is as it should be.
        }
    }
}
