package engine.events;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One execution of a trigger for an event on a node.
 *
 * @param exitCode present once the program ended by itself
 * @param output the last bytes of stdout and stderr, mixed
 * @param reason why it did not run, did not end well or has to wait; empty otherwise
 * @param attempt which start this is, from 1
 * @param dropped bytes of output before those that are kept
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
        Optional<Instant> endedAt,
        int attempt,
        long dropped) {

    /** With all of its output. */
    public Run(
            String eventId,
            String node,
            String trigger,
            Status status,
            OptionalInt exitCode,
            String output,
            String reason,
            Instant queuedAt,
            Optional<Instant> startedAt,
            Optional<Instant> endedAt,
            int attempt) {
        this(eventId, node, trigger, status, exitCode, output, reason, queuedAt, startedAt, endedAt, attempt, 0);
    }

    /** The first start. */
    public Run(
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
        this(eventId, node, trigger, status, exitCode, output, reason, queuedAt, startedAt, endedAt, 1);
    }

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
        return at(Status.RUNNING, "", Optional.of(at), Optional.empty(), attempt);
    }

    /** An attempt has failed, and the next begins after a pause. */
    Run pausing(Outcome failed, Retry retry) {
        var reason = "attempt %d of %d failed, the next begins in %s: %s"
                .formatted(attempt, retry.attempts(), Outcome.text(retry.pause(attempt)), failed.reason());
        return new Run(
                eventId,
                node,
                trigger,
                Status.RUNNING,
                OptionalInt.empty(),
                failed.output(),
                reason,
                queuedAt,
                startedAt,
                Optional.empty(),
                attempt,
                failed.printed().dropped());
    }

    /** It goes on, and has printed this until now. */
    Run printing(Commands.Printed printed) {
        return new Run(
                eventId,
                node,
                trigger,
                status,
                exitCode,
                printed.text(),
                reason,
                queuedAt,
                startedAt,
                endedAt,
                attempt,
                printed.dropped());
    }

    /** The next attempt begins; the run goes on since its first. */
    Run retried() {
        return at(Status.RUNNING, "attempt " + (attempt + 1), startedAt, Optional.empty(), attempt + 1);
    }

    /** Its last attempt is over. */
    Run finished(Outcome outcome, Instant at) {
        var times = attempt == 1 ? "" : "at attempt " + attempt;
        var reason = outcome.reason().isEmpty() || times.isEmpty()
                ? outcome.reason() + times
                : outcome.reason() + ", " + times;
        return new Run(
                eventId,
                node,
                trigger,
                outcome.status(),
                outcome.exitCode(),
                outcome.output(),
                reason,
                queuedAt,
                startedAt,
                Optional.of(at),
                attempt,
                outcome.printed().dropped());
    }

    /** The agent ended during the run, which waits to begin again. */
    Run again() {
        return at(
                Status.QUEUED,
                "the agent ended during attempt " + attempt,
                Optional.empty(),
                Optional.empty(),
                attempt + 1);
    }

    Run skipped(String why, Instant at) {
        return at(Status.SKIPPED, why, startedAt, Optional.of(at), attempt);
    }

    /** Another node runs it: it is not for this one. */
    Run elsewhere(String holder, Instant at) {
        return at(Status.ELSEWHERE, holder + " runs it", startedAt, Optional.of(at), attempt);
    }

    /** It cannot begin yet. */
    Run waiting(String why) {
        return at(Status.QUEUED, why, Optional.empty(), Optional.empty(), attempt);
    }

    Run interrupted(String why, Instant at) {
        return new Run(
                eventId,
                node,
                trigger,
                Status.INTERRUPTED,
                exitCode,
                output,
                why,
                queuedAt,
                startedAt,
                Optional.of(at),
                attempt,
                dropped);
    }

    /** Variables that all processes of this run have in their environment, and no others. */
    public Map<String, String> marks() {
        return Map.of("ENGINE_EVENT_ID", eventId, "ENGINE_TRIGGER", trigger);
    }

    private Run at(Status status, String why, Optional<Instant> started, Optional<Instant> ended, int attempt) {
        return new Run(eventId, node, trigger, status, OptionalInt.empty(), "", why, queuedAt, started, ended, attempt);
    }

    /** The life of a run: queued, running, then one of the others, which are final. */
    public enum Status {
        QUEUED,
        RUNNING,
        SUCCEEDED,
        FAILED,
        TIMED_OUT,
        SKIPPED,
        INTERRUPTED,
        /** Another node runs it, for a trigger that runs once in the datacenter. */
        ELSEWHERE;

        /** The word in JSON and on the command line, such as {@code timed-out}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** Whether this word is that of a run which is over as it should be. */
        public static boolean isWell(String text) {
            return text.equals(SUCCEEDED.text()) || text.equals(ELSEWHERE.text());
        }

        /** Whether the run is over. */
        public boolean ended() {
            return this != QUEUED && this != RUNNING;
        }
    }
}
