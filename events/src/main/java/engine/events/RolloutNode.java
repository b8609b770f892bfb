package engine.events;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A node in a rollout.
 *
 * @param attempt from 1; a retry of the node has the next
 * @param eventId the event of this attempt, from its start on; empty before
 */
public record RolloutNode(String name, int attempt, String eventId, RolloutStep step) {
    /** How long a node that is not alive at its turn is waited for. */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    static RolloutNode waiting(String name) {
        return new RolloutNode(name, 1, "", new RolloutStep.Waiting());
    }

    /**
     * An id of the same form as other events' (UUIDv7). Its time is that of the start, because nodes take what is older
     * than themselves, or than all they remember, for handled.
     */
    private String newEventId(String rollout, Instant now) {
        var hash = UUID.nameUUIDFromBytes(
                "%s/%d/%s".formatted(rollout, attempt, name).getBytes(StandardCharsets.UTF_8));
        long most = now.toEpochMilli() << 16 | 7L << 12 | (hash.getMostSignificantBits() & 0xfff);
        return new UUID(most, hash.getLeastSignificantBits()).toString();
    }

    RolloutNode at(RolloutStep next) {
        return new RolloutNode(name, attempt, eventId, next);
    }

    private RolloutNode failed(String reason, Instant now) {
        return at(new RolloutStep.Failed(reason, now));
    }

    public boolean succeeded() {
        return step instanceof RolloutStep.Succeeded;
    }

    public boolean failed() {
        return step instanceof RolloutStep.Failed;
    }

    /** Its turn has come. */
    RolloutNode started(String rollout, Instant now) {
        return new RolloutNode(name, attempt, newEventId(rollout, now), new RolloutStep.Running(now));
    }

    /**
     * Its turn has come, or came before, and it is not alive: nothing is fired that could run when it comes back, long after. It
     * may be restarting, and has some time to come back.
     */
    RolloutNode absent(Instant now) {
        return switch (step) {
            case RolloutStep.Absent(var since) ->
                timedOut(since, PATIENCE, now) ? failed("the node is not alive", now) : this;
            case RolloutStep.Waiting _ -> at(new RolloutStep.Absent(now));
            case RolloutStep.Running _,
                    RolloutStep.AwaitingHealth _,
                    RolloutStep.Succeeded _,
                    RolloutStep.Failed _,
                    RolloutStep.Skipped _ -> this;
        };
    }

    /** A pause begins: whoever is absent is none of those at work. */
    RolloutNode resting() {
        return step instanceof RolloutStep.Absent ? at(new RolloutStep.Waiting()) : this;
    }

    /**
     * As it stands by what is known now. One that dies while it is at work has until the timeout to come back: it may be
     * restarting.
     */
    RolloutNode observed(Observation seen, RolloutSpec spec, Instant now) {
        return switch (step) {
            case RolloutStep.Running(var since) ->
                switch (seen.outcome(name, eventId)) {
                    case Observation.Outcome.Succeeded _ ->
                        spec.untilHealthy().isPresent()
                                ? at(new RolloutStep.AwaitingHealth(now)).observed(seen, spec, now)
                                : at(new RolloutStep.Succeeded(now));
                    case Observation.Outcome.Failed(var reason) -> failed(reason, now);
                    case Observation.Outcome.Unmatched(var reason) -> failed(reason, now);
                    case Observation.Outcome.Pending _ ->
                        timedOut(since, spec.timeout(), now)
                                ? failed(late(seen, "its runs were not over", spec.timeout()), now)
                                : this;
                };
            case RolloutStep.AwaitingHealth(var since) -> {
                if (passes(seen, since, spec.healthyFor(), now)) {
                    yield at(new RolloutStep.Succeeded(now));
                }
                var within = spec.untilHealthy().orElse(Duration.ZERO);
                yield timedOut(since, within, now)
                        ? failed(late(seen, "its services did not pass", within), now)
                        : this;
            }
            case RolloutStep.Waiting _,
                    RolloutStep.Absent _,
                    RolloutStep.Succeeded _,
                    RolloutStep.Failed _,
                    RolloutStep.Skipped _ -> this;
        };
    }

    /** What the checks found before the runs were over says nothing: all must pass for a while after that. */
    private boolean passes(Observation seen, Instant since, Duration steadily, Instant now) {
        var passing = seen.passingSince(name).map(from -> from.isAfter(since) ? from : since);
        return seen.alive(name)
                && passing.map(from -> !now.isBefore(from.plus(steadily))).orElse(false);
    }

    private static boolean timedOut(Instant since, Duration timeout, Instant now) {
        return !now.isBefore(since.plus(timeout));
    }

    private String late(Observation seen, String what, Duration timeout) {
        var text = Outcome.text(timeout);
        return seen.alive(name) ? what + " within " + text : what + " within " + text + ": the node is not alive";
    }

    /** When it fails unless something happens before. */
    Optional<Instant> deadline(RolloutSpec spec) {
        return switch (step) {
            case RolloutStep.Running(var since) -> Optional.of(since.plus(spec.timeout()));
            case RolloutStep.AwaitingHealth(var since) -> spec.untilHealthy().map(since::plus);
            case RolloutStep.Absent(var since) -> Optional.of(since.plus(PATIENCE));
            case RolloutStep.Waiting _, RolloutStep.Succeeded _, RolloutStep.Failed _, RolloutStep.Skipped _ ->
                Optional.empty();
        };
    }

    /** For a retry: a failed node waits for its next attempt, one that never started for its first. */
    RolloutNode again() {
        return switch (step) {
            case RolloutStep.Failed _ -> new RolloutNode(name, attempt + 1, "", new RolloutStep.Waiting());
            case RolloutStep.Skipped _ -> at(new RolloutStep.Waiting());
            case RolloutStep.Waiting _,
                    RolloutStep.Absent _,
                    RolloutStep.Running _,
                    RolloutStep.AwaitingHealth _,
                    RolloutStep.Succeeded _ -> this;
        };
    }
}
