package engine.events;

/** What happens to an event for which a trigger cannot run at once. */
public sealed interface QueuePolicy {

    /** Runs follow one another, in the order of their events. */
    record Serial() implements QueuePolicy {}

    /** As {@link Serial}, but only the run of the newest event waits. */
    record Latest() implements QueuePolicy {}

    /** Up to {@code atOnce} runs go on at a time; they begin in the order of their events. */
    record Parallel(int atOnce) implements QueuePolicy {
        public Parallel {
            if (atOnce < 1) {
                throw new IllegalArgumentException("as many runs as may go on at once must be >= 1, was " + atOnce);
            }
        }
    }

    /** Nothing waits: what comes while a run goes on is skipped. */
    record SkipWhileRunning() implements QueuePolicy {}

    /** How many runs may go on at a time. */
    default int atOnce() {
        return this instanceof Parallel(var atOnce) ? atOnce : 1;
    }
}
