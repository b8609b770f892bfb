package engine;

import engine.http.Context;
import engine.http.Refusal;
import engine.kv.Operation;
import engine.kv.Origin;
import engine.kv.Outcome;
import engine.proposal.Proposals;
import engine.text.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.Done;

/** Writes to the consistent store on behalf of HTTP requests. */
record KvWrites(Proposals proposals) {
    private static final Duration LONGEST = Duration.ofSeconds(30);
    /** Where a majority has not said by then what the latest is, there is none. */
    private static final Duration BARRIER = Duration.ofSeconds(5);

    /** Has it done; what cannot be said so, or was not done, is a refused request. */
    CompletionStage<Outcome> submit(Supplier<Operation> operation, Context context) {
        return submit(operation, context, 400);
    }

    /** The same with another status for what is refused. */
    CompletionStage<Outcome> submit(Supplier<Operation> operation, Context context, int refused) {
        Operation wanted;
        try {
            wanted = operation.get();
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedStage(new Refusal(400, Reason.of(e)));
        }
        return proposals
                .submit(wanted, new Origin(context.by()), limit(context), Optional.empty())
                .thenApply(outcome -> done(outcome, refused))
                .exceptionallyCompose(KvWrites::refused);
    }

    /** The same for what either holds or does not. */
    CompletionStage<Boolean> held(Supplier<Operation> operation, Context context) {
        return submit(operation, context).thenApply(outcome -> switch (outcome) {
            case Outcome.Done(var held, var _) -> held;
            case Outcome.NoSuchSession(var id) -> throw new Refusal(400, "invalid session \"" + id + "\"");
            case Outcome.SessionMade _,
                    Outcome.SessionRenewed _,
                    Outcome.TransactionDone _,
                    Outcome.TransactionFailed _,
                    Outcome.Refused _,
                    Outcome.Forgotten _ -> throw unexpected(outcome);
        });
    }

    /** Done when reads here see all that was acknowledged anywhere before. */
    CompletionStage<Done> barrier(Context context) {
        var limit = limit(context);
        return proposals
                .barrier(limit.compareTo(BARRIER) < 0 ? limit : BARRIER)
                .exceptionallyCompose(KvWrites::refused);
    }

    static IllegalStateException unexpected(Outcome outcome) {
        return new IllegalStateException("an outcome that does not belong to what was asked: "
                + outcome.getClass().getSimpleName());
    }

    private static Outcome done(Outcome outcome, int refused) {
        return switch (outcome) {
            case Outcome.Refused(var sentence) -> throw new Refusal(refused, sentence);
            case Outcome.Forgotten _ ->
                throw new Refusal(500, "unknown outcome: the write may or may not have happened, long ago");
            case Outcome.Done _,
                    Outcome.SessionMade _,
                    Outcome.SessionRenewed _,
                    Outcome.NoSuchSession _,
                    Outcome.TransactionDone _,
                    Outcome.TransactionFailed _ -> outcome;
        };
    }

    private static <T> CompletionStage<T> refused(Throwable failure) {
        var cause = failure.getCause() == null ? failure : failure.getCause();
        return CompletableFuture.failedStage(cause instanceof Refusal ? cause : new Refusal(500, Reason.of(cause)));
    }

    private static Duration limit(Context context) {
        var left = Duration.between(Instant.now(), context.deadline());
        return left.compareTo(LONGEST) < 0 && left.isPositive() ? left : LONGEST;
    }
}
