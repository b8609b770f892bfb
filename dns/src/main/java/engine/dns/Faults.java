package engine.dns;

import java.time.Duration;
import org.slf4j.Logger;

/** Logs what goes wrong while serving, at most once a second: a lasting fault meets every query. One per thread. */
final class Faults {
    private static final long PAUSE = Duration.ofSeconds(1).toNanos();

    private final Logger log;
    private long next = System.nanoTime();
    private int unlogged;

    Faults(Logger log) {
        this.log = log;
    }

    void report(String what, Throwable fault) {
        long now = System.nanoTime();
        if (now - next < 0) {
            unlogged++;
            return;
        }
        log.error("DNS: {} failed ({} more since the last such line)", what, unlogged, fault);
        next = now + PAUSE;
        unlogged = 0;
    }
}
