package engine.cli;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;

/** Closes a socket whose peer takes nothing for too long: writing to one has no timeout of its own. */
final class StallWatch implements AutoCloseable {
    private final Socket socket;
    private final long patienceNanos;
    private final Thread thread;
    private volatile long last = System.nanoTime();
    private volatile boolean stalled;

    StallWatch(Socket socket, Duration patience) {
        this.socket = socket;
        this.patienceNanos = patience.toNanos();
        this.thread = Thread.ofVirtual().name("stall-watch").start(this::watch);
    }

    /** Something was taken: the time starts anew. */
    void moved() {
        last = System.nanoTime();
    }

    boolean stalled() {
        return stalled;
    }

    private void watch() {
        try {
            for (long left = patienceNanos; left > 0; left = patienceNanos - (System.nanoTime() - last)) {
                Thread.sleep(Duration.ofNanos(left));
            }
            stalled = true;
            socket.close();
        } catch (InterruptedException | IOException _) {
            // The body has gone, or the socket is closed already.
        }
    }

    /** Nothing more is to be taken. */
    void done() {
        thread.interrupt();
    }

    @Override
    public void close() {
        done();
    }
}
