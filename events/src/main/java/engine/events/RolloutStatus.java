package engine.events;

import java.util.Locale;

/**
 * Where a rollout as a whole stands. From RUNNING and the two pauses to any other; from the last three back to RUNNING,
 * by a retry.
 */
public enum RolloutStatus {
    RUNNING,
    /** By the operator. */
    PAUSED,
    /** The canaries are over; the operator has the word. */
    PAUSED_AFTER_CANARY,
    /** Every node is over, and not more of them failed than may. */
    SUCCEEDED,
    /** More nodes failed than may. Those at work then still come to their end. */
    FAILED,
    /** By the operator. Those at work then still come to their end. */
    ABORTED;

    /** The word in JSON and on the command line, such as {@code paused-after-canary}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    boolean paused() {
        return this == PAUSED || this == PAUSED_AFTER_CANARY;
    }

    /** Whether no further node starts, but by a retry. */
    public boolean ended() {
        return this != RUNNING && !paused();
    }
}
