package engine.durable;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;

/** I/O that an interrupt cannot break off: the JDK closes a channel when a thread that uses it is interrupted. */
public final class Uninterrupted {

    /** Something that can be done again from its beginning, and then opens its channels anew. */
    @FunctionalInterface
    public interface Io {
        /** Does all of it. */
        void run() throws IOException;
    }

    private Uninterrupted() {}

    /**
     * Does it again for as long as a channel is closed beneath it. What was written before is written again: an interrupt that
     * comes during a force hides whether the force failed, and the next force of the same pages would then succeed without
     * having written them.
     */
    public static void run(Io io) throws IOException {
        var interrupted = false;
        try {
            while (true) {
                interrupted |= Thread.interrupted();
                try {
                    io.run();
                    return;
                } catch (ClosedChannelException _) {
                    // By an interrupt of this thread, or of another one that uses the same channel.
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
