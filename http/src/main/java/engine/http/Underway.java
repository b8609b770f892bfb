package engine.http;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes of large answers that are on their way to clients. Slow ones, and there may be many, would otherwise fill the memory
 * with what they have asked for.
 */
final class Underway {
    /** Bytes of the smallest answer that is counted. */
    static final int LARGE = 64 << 10;

    /** Of the memory, for all of them. */
    private static final int SHARE = 4;

    /** How long a client may take for an answer, and further seconds for its bytes at the least rate. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Bytes a second. */
    private static final long LEAST_RATE = 16 << 10;

    private final long most;
    private final AtomicLong bytes = new AtomicLong();

    Underway(long most) {
        this.most = most;
    }

    /** For this process. */
    static Underway ofProcess() {
        return new Underway(Runtime.getRuntime().maxMemory() / SHARE);
    }

    /** Whether there is room for so many bytes more; one alone always has. Then {@link #leave} must follow. */
    boolean enter(int size) {
        var before = bytes.getAndAdd(size);
        if (before == 0 || before + size <= most) {
            return true;
        }
        leave(size);
        return false;
    }

    /**
     * Whether a client takes an answer too slowly.
     *
     * @param size of the answer
     * @param since its first bytes were sent
     */
    static boolean isOverdue(long size, Duration since) {
        return since.compareTo(PATIENCE.plusSeconds(size / LEAST_RATE)) > 0;
    }

    void leave(int size) {
        bytes.addAndGet(-size);
    }

    long bytes() {
        return bytes.get();
    }
}
