package engine.proposal;

/**
 * The time that batches are stamped with. It runs on from what the log said last, as this server's own uninterrupted clock runs,
 * so that a leader whose clock of the day is ahead of the former one's ends no session early, and one whose clock is behind
 * none late. It draws near the clock of the day by a hundredth of the time that passes; where it is behind by more than
 * {@value #STEP_SECONDS} s, it jumps there: how much time has passed is then not known.
 */
final class LogClock {
    private static final long STEP_SECONDS = 5;
    private static final long STEP = STEP_SECONDS * 1_000_000_000L;
    private static final long MILLI = 1_000_000;
    private static final int PART = 100;

    private boolean known;
    private boolean leading;
    /** Time of the log, in nanoseconds since 1970, when this server's clock was {@link #at}. */
    private long base;

    private long at;

    /**
     * A batch was applied here.
     *
     * @param millis its time
     * @param nanos of this server's uninterrupted clock
     */
    void applied(long millis, long nanos) {
        // What a leader stamped itself comes back late: to set its clock by that would make it slow. What another had
        // stamped
        // before may be ahead of it.
        if (!leading || !known || millis * MILLI > base + nanos - at) {
            known = true;
            base = millis * MILLI;
            at = nanos;
        }
    }

    void lead() {
        leading = true;
    }

    void follow() {
        leading = false;
    }

    /**
     * Goes on to now.
     *
     * @param wall clock of the day, milliseconds since 1970
     * @return whether it jumped
     */
    boolean advance(long wall, long nanos) {
        var elapsed = nanos - at;
        var ahead = wall * MILLI - (base + elapsed);
        var jumped = !known || ahead > STEP;
        if (jumped) {
            base = Math.max(wall * MILLI, base);
            known = true;
        } else {
            base += elapsed + Math.clamp(ahead, -elapsed / PART, elapsed / PART);
        }
        at = nanos;
        return jumped;
    }

    /** Where it was by the last {@link #advance}: milliseconds since 1970. */
    long millis() {
        return base / MILLI;
    }
}
