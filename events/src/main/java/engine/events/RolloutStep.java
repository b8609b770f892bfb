package engine.events;

import java.time.Instant;

/** Where a node stands in a rollout. */
public sealed interface RolloutStep {
    /** Its turn has not come. */
    record Waiting() implements RolloutStep {}

    /** Its turn has come and it is not alive: nothing is fired before it is. */
    record Absent(Instant since) implements RolloutStep {}

    /** The event is fired for it; its runs are not known to be over. */
    record Running(Instant since) implements RolloutStep {}

    /** Its runs succeeded; its services do not pass yet. */
    record AwaitingHealth(Instant since) implements RolloutStep {}

    record Succeeded(Instant at) implements RolloutStep {}

    /** @param reason a sentence; what is longer than {@link #MAX_REASON} is cut off */
    record Failed(String reason, Instant at) implements RolloutStep {
        static final int MAX_REASON = 200;

        public Failed {
            if (reason.codePointCount(0, reason.length()) > MAX_REASON) {
                reason = reason.substring(0, reason.offsetByCodePoints(0, MAX_REASON)) + "...";
            }
        }
    }

    /** It never started: the rollout ended before its turn. */
    record Skipped(String reason) implements RolloutStep {}

    /** The word in JSON and on the command line. */
    default String text() {
        return switch (this) {
            case Waiting _ -> "waiting";
            case Absent _ -> "absent";
            case Running _ -> "running";
            case AwaitingHealth _ -> "awaiting-health";
            case Succeeded _ -> "succeeded";
            case Failed _ -> "failed";
            case Skipped _ -> "skipped";
        };
    }

    /** Whether it takes one of the places of those at work at once. */
    default boolean active() {
        return switch (this) {
            case Absent _, Running _, AwaitingHealth _ -> true;
            case Waiting _, Succeeded _, Failed _, Skipped _ -> false;
        };
    }

    /** Whether nothing has been fired for this attempt, and may yet be. */
    default boolean ahead() {
        return this instanceof Waiting || this instanceof Absent;
    }

    /** Whether it is final, but for a retry. */
    default boolean over() {
        return switch (this) {
            case Waiting _, Absent _, Running _, AwaitingHealth _ -> false;
            case Succeeded _, Failed _, Skipped _ -> true;
        };
    }
}
