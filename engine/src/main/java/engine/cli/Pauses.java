package engine.cli;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait before the next try: twice as long after each failure, up to a bound, and at random in its upper half. */
final class Pauses {
    private final long first;
    private final long most;
    private long next;

    Pauses(Duration first, Duration most) {
        this.first = first.toMillis();
        this.most = most.toMillis();
        this.next = this.first;
    }

    /** It worked: the next failure is the first again. */
    void reset() {
        next = first;
    }

    /** The pause after one more failure. */
    Duration failed() {
        long now = next;
        next = Math.min(most, next * 2);
        return Duration.ofMillis(now / 2 + ThreadLocalRandom.current().nextLong(now - now / 2 + 1));
    }

    /** Waits that long. */
    void pause() throws InterruptedException {
        Thread.sleep(failed());
    }
}
