package engine.checks;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What one run of a probe has opened. Closing it, from any thread, closes that, and what is opened afterwards. */
final class Opened implements AutoCloseable {

    private final Deque<Closeable> open = new ArrayDeque<>();
    private boolean closed;

    <T extends Closeable> T add(T opened) throws IOException {
        synchronized (this) {
            if (!closed) {
                open.push(opened);
                return opened;
            }
        }
        opened.close();
        throw new ClosedChannelException();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        for (var one = next(); one != null; one = next()) {
            try {
                one.close();
            } catch (IOException _) {
                // The descriptor is gone all the same, and the result says nothing about closing.
            }
        }
    }

    private synchronized @Nullable Closeable next() {
        closed = true;
        return open.poll();
    }
}
