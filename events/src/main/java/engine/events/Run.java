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

    private static final Commands.Printed NOTHING = new Commands.Printed("", 0);

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
                Optional.empty(),
                1,
                0);
    }

    Run started(Instant at) {
        return at(Status.RUNNING, "", Optional.of(at), Optional.empty(), attempt);
    }

    /** An attempt has failed, and the next begins after a pause. */
    Run pausing(Outcome failed, Retry retry) {
        var reason = "attempt %d of %d failed, the next begins in %s: %s"
                .formatted(attempt, retry.attempts(), Outcome.text(retry.pause(attempt)), failed.reason());
        return as(Status.RUNNING, OptionalInt.empty(), failed.printed(), reason, startedAt, Optional.empty(), attempt);
    }

    /** It goes on, and has printed this until now. */
    Run printing(Commands.Printed printed) {
        return as(status, exitCode, printed, reason, startedAt, endedAt, attempt);
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
        return as(outcome.status(), outcome.exitCode(), outcome.printed(), reason, startedAt, Optional.of(at), attempt);
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
        return as(
                Status.INTERRUPTED,
                exitCode,
                new Commands.Printed(output, dropped),
                why,
                startedAt,
                Optional.of(at),
                attempt);
    }

    /** Variables that all processes of this run have in their environment, and no others. */
    public Map<String, String> marks() {
        return Map.of("ENGINE_EVENT_ID", eventId, "ENGINE_TRIGGER", trigger);
    }

    private Run at(Status status, String why, Optional<Instant> started, Optional<Instant> ended, int attempt) {
        return as(status, OptionalInt.empty(), NOTHING, why, started, ended, attempt);
    }

    private Run as(
            Status status,
            OptionalInt exitCode,
            Commands.Printed printed,
            String why,
            Optional<Instant> started,
            Optional<Instant> ended,
            int attempt) {
        return new Run(
                eventId,
                node,
                trigger,
                status,
                exitCode,
                printed.text(),
                why,
                queuedAt,
                started.map(this::notBefore),
                ended.map(this::notBefore),
                attempt,
                printed.dropped());
    }

    /** A clock that was set back does not end a run before it began. */
    private Instant notBefore(Instant at) {
        var last = startedAt.orElse(queuedAt);
        return at.isBefore(last) ? last : at;
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
