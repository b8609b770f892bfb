package engine.checks;

import engine.metrics.Counter;
import engine.metrics.Metrics;
import engine.metrics.Timing;
import java.time.Duration;

/** Counts the runs of one check. Belongs to its actor. */
final class CheckMeter {
    private final String kind;
    private final Timing time;
    private final Counter timeouts;
    private long due;
    private long began;

    CheckMeter(String kind) {
        this.kind = kind;
        this.time = Metrics.CHECK_TIME.with(kind);
        this.timeouts = Metrics.CHECK_TIMEOUTS.with(kind);
    }

    /** The next run is due after so long. */
    void due(Duration delay) {
        due = System.nanoTime() + delay.toNanos();
    }

    /** The run that was due begins. */
    void onTime() {
        Metrics.CHECK_LATENESS.recordSince(due);
    }

    void begins() {
        began = System.nanoTime();
    }

    void ended(Status found) {
        time.recordSince(began);
        Metrics.CHECK_RUNS.with(kind, found.text()).increment();
    }

    /** It had no result in time. */
    void late(Status found) {
        timeouts.increment();
        ended(found);
    }
}
