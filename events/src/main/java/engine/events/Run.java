package engine.events;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One execution of a trigger for an event on a node.
 *
 * @param exitCode present once the program ended by itself
 * @param output the last bytes of stdout and stderr, mixed
 * @param reason why it did not run or did not end well; empty otherwise
 */
public record Run(
        String eventId,
        String node,
        String trigger,
        Status status,
        OptionalInt exitCode,
        String output,
        String reason,
        Instant queuedAt,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt) {

    /** The life of a run: queued, running, then one of the others, which are final. */
    public enum Status {
        QUEUED,
        RUNNING,
        SUCCEEDED,
        FAILED,
        TIMED_OUT,
        SKIPPED,
        INTERRUPTED;

        /** The word in JSON and on the command line, such as {@code timed-out}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** Whether the run is over. */
        public boolean ended() {
            return this != QUEUED && this != RUNNING;
        }
    }
}
