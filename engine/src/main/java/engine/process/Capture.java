package engine.process;

import engine.process.Processes.Printed;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What is kept of a program's output. Where somebody watches, it is told while the program runs: often enough to look live, and no more. */
final class Capture {
    /** How often a watcher is told at most. */
    static final Duration INTERVAL = Duration.ofMillis(250);
    /** Bytes that a watcher is told at most. */
    static final int LIVE_LIMIT = 8_192;

    private final OutputTail tail;
    private final Optional<Consumer<Printed>> watcher;

    Capture(int limit, Optional<Consumer<Printed>> watcher) {
        this.tail = new OutputTail(limit);
        this.watcher = watcher;
    }

    /** Reads to the end. */
    void read(InputStream output) {
        var chunk = new byte[8192];
        var utf8 = new Utf8();
        try {
            for (var count = output.read(chunk); count >= 0; count = output.read(chunk)) {
                if (watcher.isPresent()) {
                    add(utf8.next(chunk, count));
                } else {
                    tail.add(chunk, count);
                }
            }
        } catch (IOException _) {
            // The pipe broke when the program was killed: what was read so far is what there is.
        }
        add(utf8.end());
    }

    private void add(byte[] text) {
        tail.add(text, text.length);
    }

    /** Waits until the program has ended; false when it has not in this time. */
    boolean awaitEnd(Process process, Duration timeout) throws InterruptedException {
        if (watcher.isEmpty()) {
            return process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS);
        }
        var start = System.nanoTime();
        var told = 0L;
        for (var left = timeout.toNanos(); left > 0; left = timeout.toNanos() - (System.nanoTime() - start)) {
            if (process.waitFor(Math.min(left, INTERVAL.toNanos()), TimeUnit.NANOSECONDS)) {
                return true;
            }
            if (tail.total() > told) {
                told = tail.total();
                watcher.get().accept(tail.printed(LIVE_LIMIT));
            }
        }
        return false;
    }

    /** All that is kept. */
    Processes.Ended ended(int exitCode, boolean timedOut) {
        return new Processes.Ended(exitCode, timedOut, tail.text(), tail.total());
    }
}
