package engine.events;

import java.util.Locale;

/** What an operator can tell a rollout. Telling it twice is as telling it once. */
public enum RolloutVerb {
    /** No further node starts; those at work go on. */
    PAUSE,
    /** Goes on after a pause, also that after the canaries. */
    RESUME,
    /** No further node starts, and those that wait are skipped; those at work go on. */
    ABORT,
    /** Takes an ended rollout up again with what is left: failed nodes once more, skipped ones for their first time. */
    RETRY;

    /** What a rollout makes of it. */
    public sealed interface Answer {
        /** @param state may be as before */
        record Accepted(Rollout state) implements Answer {}

        /** @param reason a sentence for the operator */
        record Refused(String reason) implements Answer {}
    }

    /** What becomes of a rollout that is told so. */
    public Answer tell(Rollout rollout) {
        var status = rollout.status();
        return switch (this) {
            case PAUSE -> status.ended() ? over(rollout) : accepted(status.paused() ? rollout : rollout.paused());
            case RESUME -> status.ended() ? over(rollout) : accepted(rollout.resumed());
            case ABORT ->
                status == RolloutStatus.ABORTED
                        ? accepted(rollout)
                        : status.ended() ? over(rollout) : accepted(rollout.aborted());
            case RETRY -> retry(rollout);
        };
    }

    private static Answer retry(Rollout rollout) {
        if (!rollout.status().ended()) {
            return refused("The rollout is %s: only one that has ended can be retried", rollout.status());
        }
        if (!rollout.over()) {
            return refused(
                    "The rollout is %s, but nodes are still at work: retry it when they are over", rollout.status());
        }
        return rollout.nodes().stream().allMatch(RolloutNode::succeeded)
                ? new Answer.Refused("Every node of the rollout succeeded: there is nothing to retry")
                : accepted(rollout.retried());
    }

    private static Answer accepted(Rollout rollout) {
        return new Answer.Accepted(rollout);
    }

    private Answer over(Rollout rollout) {
        return refused("The rollout is %s: there is nothing to " + name().toLowerCase(Locale.ROOT), rollout.status());
    }

    private static Answer refused(String sentence, RolloutStatus status) {
        return new Answer.Refused(sentence.formatted(status.text()));
    }
}
