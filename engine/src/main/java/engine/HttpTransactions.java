package engine;

import engine.http.Context;
import engine.http.KeyValues;
import engine.http.Refusal;
import engine.http.Transactions;
import engine.kv.Entry;
import engine.kv.State;
import engine.kv.StepResult;
import engine.state.CatalogDraft;
import engine.state.Store;
import engine.text.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/**
 * Transactions as HTTP sees them. Verbs of the catalog are decided by the catalog as it is shown here, at one moment with the keys;
 * what they change goes through the log with the rest. When another transaction came between, that is done anew.
 */
record HttpTransactions(
        KvWrites writes, Supplier<State> state, ActorRef<Store.Command> store, ActorSystem<?> system, String datacenter)
        implements Transactions {
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    @Override
    public CompletionStage<Outcome> read(List<Operation> operations) {
        return parts(operations)
                .thenCompose(parts ->
                        seen(parts, plan -> outcome(plan, state.get().dryRun(plan.steps()))));
    }

    @Override
    public CompletionStage<Outcome> apply(List<Operation> operations, Context context) {
        var longest = Instant.now().plus(LONGEST);
        var last = context.deadline().isBefore(longest) ? context.deadline() : longest;
        return parts(operations).thenCompose(parts -> {
            checkTrees(operations);
            return apply(parts, context, last);
        });
    }

    /** @throws Refusal where keys would be deleted that are the cluster's own */
    private void checkTrees(List<Operation> operations) {
        try {
            for (var operation : operations) {
                if (operation instanceof Kv kv && kv.verb() == KvVerb.DELETE_TREE) {
                    OwnKeys.deletable(kv.key(), state.get().keys());
                }
            }
        } catch (IllegalArgumentException e) {
            throw new Refusal(400, Reason.of(e));
        }
    }

    private CompletionStage<Outcome> apply(List<TransactionPart> parts, Context context, Instant last) {
        return seen(parts, Function.identity())
                .thenCompose(plan -> writes.submit(
                                () -> new engine.kv.Operation.Transaction(plan.steps(), plan.basis()), context)
                        .thenCompose(done -> {
                            if (!(done instanceof engine.kv.Outcome.Done)) {
                                return CompletableFuture.completedStage(outcome(plan, done));
                            }
                            if (Instant.now().isAfter(last)) {
                                throw new Refusal(
                                        500, "other transactions kept changing the same nodes: nothing was done");
                            }
                            return apply(parts, context, last);
                        }));
    }

    private static CompletionStage<List<TransactionPart>> parts(List<Operation> operations) {
        try {
            return CompletableFuture.completedStage(IntStream.range(0, operations.size())
                    .mapToObj(i -> TransactionPart.of(i, operations.get(i)))
                    .toList());
        } catch (Refusal e) {
            return CompletableFuture.failedStage(e);
        }
    }

    /** What {@code then} makes of the plan while nothing else comes to be shown. */
    private <T> CompletionStage<T> seen(List<TransactionPart> parts, Function<TransactionPlan, T> then) {
        if (parts.stream().allMatch(TransactionPart.Ordered.class::isInstance)) {
            return CompletableFuture.completedStage(then.apply(TransactionPlan.ofOrdered(parts)));
        }
        Function<CatalogDraft, T> look =
                draft -> then.apply(TransactionPlan.of(parts, draft, state.get().batches(), datacenter));
        return AskPattern.<Store.Command, T>askWithStatus(
                        store, replyTo -> new Store.Look<>(look, replyTo), LOOK, system.scheduler())
                .exceptionallyCompose(failure -> CompletableFuture.failedStage(unseen(failure)));
    }

    private static Refusal unseen(Throwable failure) {
        return new Refusal(
                500,
                "nothing was done: "
                        + (failure instanceof TimeoutException
                                ? "the state of this server was not there to be looked at for " + LOOK.toSeconds()
                                        + " s"
                                : Reason.of(failure)));
    }

    private static Outcome outcome(TransactionPlan plan, engine.kv.Outcome outcome) {
        return switch (outcome) {
            case engine.kv.Outcome.TransactionDone(var results, var _) -> new Committed(results(plan, results));
            case engine.kv.Outcome.TransactionFailed(var errors) ->
                new RolledBack(errors.stream()
                        .map(error -> new Problem(error.step(), error.what()))
                        .toList());
            case engine.kv.Outcome.Done _,
                    engine.kv.Outcome.SessionMade _,
                    engine.kv.Outcome.SessionRenewed _,
                    engine.kv.Outcome.NoSuchSession _,
                    engine.kv.Outcome.Refused _,
                    engine.kv.Outcome.Forgotten _ -> throw KvWrites.unexpected(outcome);
        };
    }

    /** In order of the operations: those of keys as the log tells them, those of the catalog as they were planned. */
    private static List<Result> results(TransactionPlan plan, List<StepResult> ordered) {
        var results = new ArrayList<Result>();
        var next = 0;
        for (var step = 0; step < plan.steps().size(); step++) {
            var shown = plan.shown().get(step);
            if (shown != null) {
                results.add(shown);
            }
            while (next < ordered.size() && ordered.get(next).step() == step) {
                var result = ordered.get(next++);
                results.add(new KvResult(entry(result.key(), result.entry())));
            }
        }
        return results;
    }

    private static KeyValues.Entry entry(String key, Entry entry) {
        return new KeyValues.Entry(
                key,
                entry.value(),
                entry.flags(),
                entry.lockIndex(),
                entry.session(),
                entry.createIndex(),
                entry.modifyIndex(),
                entry.expiresAt(),
                false);
    }
}
