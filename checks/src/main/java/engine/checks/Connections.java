package engine.checks;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** What the probes of one node share. The number of threads does not depend on the number of checks. */
final class Connections implements AutoCloseable {

    /** As many file systems may hang before others are not looked at. */
    private static final int MOST_BLOCKED = 8;

    private static final long IDLE_SECONDS = 5;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ThreadPoolExecutor blocking = new ThreadPoolExecutor(
            MOST_BLOCKED,
            MOST_BLOCKED,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("checks-files-", 1).factory());

    Connections() {
        blocking.allowCoreThreadTimeOut(true);
    }

    /** Threads that may wait, for the network or another thread. */
    ExecutorService threads() {
        return threads;
    }

    /** Threads that may wait in the kernel, which would hold a virtual thread's carrier. There are none while idle. */
    ExecutorService blocking() {
        return blocking;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        blocking.shutdownNow();
    }
}
