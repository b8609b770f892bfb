package engine.events;

import java.time.Instant;
import java.util.Optional;

/** What becomes of a run that was not over when the agent ended, now that it is back. Pure. */
sealed interface Resumption {
    /** Starts of a run after which it is not begun again: what it does may be what ends the agent. */
    int MAX_STARTS = 10;

    /** It waits, again or still. */
    record Queue(Trigger trigger, Run run) implements Resumption {}

    /** It is over. */
    record Over(Run run) implements Resumption {}

    static Resumption of(Run run, Event event, Optional<Trigger> trigger, Instant now) {
        return switch (run.status()) {
            case QUEUED -> waits(run, event, trigger, now);
            case RUNNING -> cutOff(run, event, trigger, now);
            case SUCCEEDED, FAILED, TIMED_OUT, SKIPPED, INTERRUPTED, ELSEWHERE -> new Over(run);
        };
    }

    private static Resumption waits(Run run, Event event, Optional<Trigger> trigger, Instant now) {
        if (trigger.isEmpty()) {
            return new Over(run.skipped(TriggerQueue.removed(run.trigger()), now));
        }
        return trigger.get().waitsFor(event)
                ? new Queue(trigger.get(), run)
                : new Over(run.skipped(TriggerQueue.waitsNoMore(run.trigger()), now));
    }

    private static Resumption cutOff(Run run, Event event, Optional<Trigger> trigger, Instant now) {
        return trigger.filter(defined -> again(run, defined) && defined.waitsFor(event))
                .<Resumption>map(defined -> new Queue(defined, run.again()))
                .orElseGet(() -> new Over(run.interrupted(reason(run, trigger), now)));
    }

    /** Whether a run that is cut off begins again. */
    static boolean again(Run run, Trigger trigger) {
        return trigger.onCrash() == Trigger.OnCrash.RERUN
                && run.attempt() < Math.max(MAX_STARTS, trigger.retry().attempts());
    }

    private static String reason(Run run, Optional<Trigger> trigger) {
        var rerun = trigger.filter(defined -> defined.onCrash() == Trigger.OnCrash.RERUN);
        return rerun.isPresent() && !again(run, rerun.get())
                ? "the agent ended during the run, which began %d times".formatted(run.attempt())
                : "the agent ended during the run";
    }
}
