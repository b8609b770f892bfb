package engine.events;

import java.time.Duration;
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

    static Run queued(String eventId, String node, String trigger, Instant at) {
        return new Run(
                eventId,
                node,
                trigger,
                Status.QUEUED,
                OptionalInt.empty(),
                "",
                "",
                at,
                Optional.empty(),
                Optional.empty());
    }

    Run started(Instant at) {
        return new Run(
                eventId,
                node,
                trigger,
                Status.RUNNING,
                OptionalInt.empty(),
                "",
                "",
                queuedAt,
                Optional.of(at),
                Optional.empty());
    }

    /** The program has ended or was killed after its timeout. */
    Run finished(Commands.Finished end, Duration timeout, Instant at) {
        if (end.timedOut()) {
            return ended(Status.TIMED_OUT, OptionalInt.empty(), end.output(), "killed after " + text(timeout), at);
        }
        var exitCode = OptionalInt.of(end.exitCode());
        return end.exitCode() == 0
                ? ended(Status.SUCCEEDED, exitCode, end.output(), "", at)
                : ended(Status.FAILED, exitCode, end.output(), "exit code " + end.exitCode(), at);
    }

    /** The program could not be started. */
    Run failed(String why, Instant at) {
        return ended(Status.FAILED, OptionalInt.empty(), "", why, at);
    }

    Run skipped(String why, Instant at) {
        return ended(Status.SKIPPED, OptionalInt.empty(), "", why, at);
    }

    Run interrupted(String why, Instant at) {
        return ended(Status.INTERRUPTED, OptionalInt.empty(), "", why, at);
    }

    private Run ended(Status end, OptionalInt exitCode, String output, String why, Instant at) {
        return new Run(eventId, node, trigger, end, exitCode, output, why, queuedAt, startedAt, Optional.of(at));
    }

    /** A duration as in configuration files, such as {@code 1m30s}. */
    static String text(Duration duration) {
        return duration.toString().substring(2).toLowerCase(Locale.ROOT);
    }

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
