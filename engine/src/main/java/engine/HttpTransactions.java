package engine;

import engine.http.Context;
import engine.http.KeyValues;
import engine.http.Transactions;
import engine.kv.Entry;
import engine.kv.State;
import engine.kv.Step;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Transactions over keys and sessions as HTTP sees them. */
record HttpTransactions(KvWrites writes, Supplier<State> state) implements Transactions {

    @Override
    public Outcome read(List<Operation> operations) {
        return outcome(state.get().dryRun(steps(operations)));
    }

    @Override
    public CompletionStage<Outcome> apply(List<Operation> operations, Context context) {
        return writes.submit(() -> new engine.kv.Operation.Transaction(steps(operations)), context)
                .thenApply(HttpTransactions::outcome);
    }

    private static List<Step> steps(List<Operation> operations) {
        return operations.stream().map(HttpTransactions::step).toList();
    }

    private static Step step(Operation operation) {
        return switch (operation) {
            case Kv kv ->
                switch (kv.verb()) {
                    case SET -> new Step.Set(kv.key(), kv.value().compact(), kv.flags());
                    case CAS -> new Step.Cas(kv.key(), kv.value().compact(), kv.flags(), kv.index());
                    case LOCK -> new Step.Lock(kv.key(), kv.value().compact(), kv.flags(), kv.session());
                    case UNLOCK -> new Step.Unlock(kv.key(), kv.value().compact(), kv.flags(), kv.session());
                    case GET -> new Step.Get(kv.key());
                    case GET_OR_EMPTY -> new Step.GetOrEmpty(kv.key());
                    case GET_TREE -> new Step.GetTree(kv.key());
                    case CHECK_INDEX -> new Step.CheckIndex(kv.key(), kv.index());
                    case CHECK_SESSION -> new Step.CheckSession(kv.key(), kv.session());
                    case CHECK_NOT_EXISTS -> new Step.CheckNotExists(kv.key());
                    case DELETE -> new Step.Delete(kv.key());
                    case DELETE_TREE -> new Step.DeleteTree(kv.key());
                    case DELETE_CAS -> new Step.DeleteCas(kv.key(), kv.index());
                };
            case DeleteSession(var id) -> new Step.DeleteSession(id);
            case Wrong(var what, var _) -> new Step.Wrong(what);
            case OfNode _, OfService _, OfCheck _ ->
                new Step.Wrong("nodes, services and checks cannot be part of a transaction in this version");
        };
    }

    private static Outcome outcome(engine.kv.Outcome outcome) {
        return switch (outcome) {
            case engine.kv.Outcome.TransactionDone(var results, var _) ->
                new Committed(results.stream()
                        .<Result>map(result -> new KvResult(entry(result.key(), result.entry())))
                        .toList());
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
