package engine.link;

import java.time.Duration;
import java.util.Optional;

/** Lets one line through in a period and counts the rest, so that a peer that asks again and again does not fill the log. */
public final class LogLimit {
    private final long periodNanos;
    private long next = System.nanoTime();
    private int held;

    /** One line in each period. */
    public LogLimit(Duration period) {
        this.periodNanos = period.toNanos();
    }

    /** What to add to the line, such as how many were left out before it; empty where it is not to be logged. */
    public synchronized Optional<String> pass() {
        var now = System.nanoTime();
        if (now - next < 0) {
            held++;
            return Optional.empty();
        }
        next = now + periodNanos;
        var more = held == 0 ? "" : " (and " + held + " more since the last such line)";
        held = 0;
        return Optional.of(more);
    }
}
