package engine.external;

import engine.checks.Result;
import engine.checks.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A check that is probed here, and what the catalog has yet to be told of it.
 *
 * @param known as the catalog has it, by the latest word of a server
 * @param definition what is done for it
 * @param run by this number it runs: what an earlier one finds late is not taken for its own
 * @param shows what the check stands at here: what the catalog had when it began, then what was found
 * @param begun when it began, began again, or a server last took or refused what it was told
 * @param toTell what the catalog has yet to be told
 * @param due when that is to be told
 * @param telling whether a server has been told, and has not answered
 */
record Probed(
        ExternalCheck known,
        ProbeDefinition definition,
        long run,
        Result shows,
        Instant begun,
        Optional<Result> toTell,
        Instant due,
        boolean telling) {

    /** In this time after a write a server may still answer what was there before. */
    private static final Duration STALE = Duration.ofSeconds(5);

    private static final Duration LEAST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    /** Begins with what the catalog has; what cannot be run is told so. */
    static Probed begin(ExternalCheck check, ProbeDefinition definition, long run, Instant now) {
        var begun = new Probed(check, definition, run, standing(check), now, Optional.empty(), now, false);
        return switch (definition) {
            case ProbeDefinition.Runs _ -> begun;
            case ProbeDefinition.Refused(var sentence) ->
                begun.found(new Result(Status.CRITICAL, sentence), now, Duration.ZERO);
        };
    }

    /** The id under which it runs, fit for the log. */
    String runId() {
        return known.node() + "/" + known.id() + "#" + run;
    }

    /** The number in such an id. */
    static long run(String runId) {
        return Long.parseLong(runId.substring(runId.lastIndexOf('#') + 1));
    }

    /** What a check stands at; one that is not there yet is critical. */
    static Result standing(ExternalCheck check) {
        return new Result(Status.parse(check.status()).orElse(Status.CRITICAL), check.output());
    }

    /** With what was found; a status is told at once, an output alone after a while, and what the catalog has is not told. */
    Probed found(Result result, Instant now, Duration outputDelay) {
        if (isKnown(result)) {
            return new Probed(known, definition, run, result, begun, Optional.empty(), now, telling);
        }
        var news = !result.status().text().equals(known.status());
        var waits = toTell.isPresent() && due.isBefore(now.plus(outputDelay)) ? due : now.plus(outputDelay);
        return new Probed(known, definition, run, result, begun, Optional.of(result), news ? now : waits, telling);
    }

    private boolean isKnown(Result result) {
        return result.status().text().equals(known.status()) && result.output().equals(known.output());
    }

    boolean isDue(Instant now) {
        return toTell.isPresent() && !telling && !now.isBefore(due);
    }

    Probed told() {
        return new Probed(known, definition, run, shows, begun, toTell, due, true);
    }

    /** A server has answered to {@code what}. What it did not take is looked at again when the check is known as it is now. */
    Probed answered(Result what, Cluster.Written answer, Instant now) {
        var next = toTell.filter(still -> !still.equals(what));
        return answer.written()
                ? new Probed(
                        known.standing(what.status().text(), what.output(), answer.modifyIndex()),
                        definition,
                        run,
                        shows,
                        now,
                        next,
                        due,
                        false)
                : new Probed(known, definition, run, shows, now, Optional.empty(), due, false);
    }

    /** No server has answered: it is told again. */
    Probed unanswered(Instant retry) {
        return new Probed(known, definition, run, shows, begun, toTell, retry, false);
    }

    /** Whether {@code now} can be older than what is known: a server answered it before it took what it was told. */
    boolean isStale(ExternalCheck later, Instant now) {
        return later.modifyIndex() < known.modifyIndex() && now.isBefore(begun.plus(STALE));
    }

    /**
     * Whether somebody else has given the check another status, so that it begins anew from that. Not too often: who keeps doing so is
     * contradicted now and then, and does not keep it from being probed.
     */
    boolean isContradicted(Instant now) {
        return !telling
                && toTell.isEmpty()
                && !known.status().isEmpty()
                && !shows.status().text().equals(known.status())
                && !now.isBefore(begun.plus(pause()));
    }

    private Duration pause() {
        var interval = definition instanceof ProbeDefinition.Runs(var check) ? check.interval() : LEAST_PAUSE;
        return interval.compareTo(LEAST_PAUSE) < 0
                ? LEAST_PAUSE
                : interval.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : interval;
    }

    /** As the catalog has it now. */
    Probed known(ExternalCheck now) {
        return new Probed(now, definition, run, shows, begun, toTell, due, telling);
    }
}
