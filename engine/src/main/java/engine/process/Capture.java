package engine.process;

import engine.process.Processes.Printed;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What is kept of a program's output. Where somebody watches, it is told while the program runs: often enough to look live, and no more. */
final class Capture {
    /** How often a watcher is told at most. */
    static final Duration INTERVAL = Duration.ofMillis(250);
    /** Bytes that a watcher is told at most. */
    static final int LIVE_LIMIT = 8_192;

    private static final Executor LATER = CompletableFuture.delayedExecutor(INTERVAL.toMillis(), TimeUnit.MILLISECONDS);

    private final OutputTail tail;
    private final Optional<Consumer<Printed>> watcher;
    private volatile boolean announced;
    private long told;
    private boolean over;

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
                    announce();
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

    /** The watcher is told later: of much that comes at once only the last. */
    private void announce() {
        if (!announced) {
            announced = true;
            LATER.execute(this::tell);
        }
    }

    private synchronized void tell() {
        announced = false;
        if (!over && tail.total() > told) {
            told = tail.total();
            watcher.ifPresent(each -> each.accept(tail.printed(LIVE_LIMIT)));
        }
    }

    /** All that is kept; the watcher is told nothing more. */
    synchronized Processes.Ended ended(int exitCode, boolean timedOut) {
        over = true;
        return new Processes.Ended(exitCode, timedOut, tail.text(), tail.total());
    }
}
