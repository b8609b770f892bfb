package engine.kv;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Applies one batch to one state. */
final class Application {
    private final State from;
    private final Batch batch;
    private final long millis;
    private final Draft draft;
    private final KeyWrites keys;
    private final SessionWrites sessions;
    private final QueryWrites queries;

    Application(State from, Batch batch) {
        this.from = from;
        this.batch = batch;
        this.millis = Math.max(from.millis(), batch.millis());
        this.draft = new Draft(from, millis, batch.indexHint());
        this.keys = new KeyWrites(draft);
        this.sessions = new SessionWrites(draft);
        this.queries = new QueryWrites(draft, sessions);
    }

    Applied run() {
        var answers = new Answers(from.retries(), millis);
        var outcomes = new ArrayList<Outcome>(batch.commands().size());
        for (var command : batch.commands()) {
            var outcome = answers.known(command);
            if (outcome == null) {
                draft.begin(command.origin().by());
                outcome = outcome(command.operation());
                answers.keep(command, outcome);
            }
            outcomes.add(outcome);
        }
        var retries = answers.after();
        var after = new State(
                draft.logId,
                draft.batches,
                millis,
                draft.index(),
                draft.keys,
                draft.sessions,
                retries.sweptAt() == from.retries().sweptAt() ? draft.locks : draft.locks.at(millis),
                draft.deadlines,
                retries,
                from.history().with(draft.changes),
                draft.conflicts,
                draft.catalog,
                draft.documents,
                draft.queries);
        return new Applied(
                after,
                outcomes,
                draft.changes,
                draft.sessionChanges,
                draft.documentChanges,
                draft.queryChanges,
                draft.effects);
    }

    private Outcome outcome(Operation operation) {
        return switch (operation) {
            case Operation.Put put -> put.key().isEmpty() ? noKey() : done(keys.put(put, KvChange.Kind.PUT));
            case Operation.Delete(var key, var cas) ->
                key.isEmpty() ? noKey() : done(keys.delete(key, cas, KvChange.Kind.DELETE));
            case Operation.DeletePrefix(var prefix) -> {
                keys.deletePrefix(prefix);
                yield done(true);
            }
            case Operation.Acquire acquire -> acquire(acquire);
            case Operation.Release release -> release(release);
            case Operation.CreateSession(var asked) -> sessions.create(asked);
            case Operation.DestroySession(var id, var reason) -> unless(sessions.destroy(id, reason));
            case Operation.RenewSession(var id) -> sessions.renew(id);
            case Operation.RenewAllSessions() -> {
                sessions.renewAll();
                yield done(true);
            }
            case Operation.ExpireSessions(var ids) -> any(ids, sessions::expire);
            case Operation.ExpireKeys(var expired) -> any(expired, keys::expire);
            case Operation.Transaction(var steps, var basis) -> transaction(steps, basis);
            case Operation.Import(var puts) -> putAll(puts);
            case Operation.Restore(var restored) -> restore(restored);
            case Operation.TakeOver write -> write.key().isEmpty() ? noKey() : done(new TakeOvers(draft).settle(write));
            case Operation.ForgetConflict(var key, var stamp) -> {
                var there = draft.conflicts.has(key, stamp);
                draft.conflicts = draft.conflicts.without(key, stamp);
                yield done(there);
            }
            case Operation.KeepDocument keep -> done(kept(keep));
            case Operation.KeepQuery(var asked, var create) -> unless(queries.keep(asked, create));
            case Operation.DeleteQuery(var id) -> unless(queries.delete(id));
            case Operation.NameLog(var id) -> {
                var first = draft.logId.isEmpty();
                draft.logId = first ? id : draft.logId;
                yield done(first);
            }
        };
    }

    private Outcome transaction(List<Step> steps, Basis basis) {
        if (draft.catalog.changedSince(basis)) {
            return done(false);
        }
        var effects = draft.effects.size();
        var outcome = Transactions.run(draft, steps);
        if (draft.effects.size() > effects) {
            draft.catalog = draft.catalog.with(basis.nodes(), draft.batches);
        }
        return outcome;
    }

    private boolean kept(Operation.KeepDocument keep) {
        var there = draft.documents.get(keep.name());
        if ((there == null ? 0 : there.version()) != keep.version()) {
            return false;
        }
        if (there != null || keep.content() != null) {
            draft.keep(keep.name(), keep.content());
        }
        return true;
    }

    private Outcome unless(@Nullable String fault) {
        return fault == null ? done(true) : new Outcome.Refused(fault);
    }

    private Outcome done(boolean held) {
        return new Outcome.Done(held, draft.index());
    }

    private static Outcome noKey() {
        return new Outcome.Refused(KeyWrites.NO_KEY);
    }

    private Outcome any(List<String> names, Predicate<String> end) {
        var ended = false;
        for (var name : names) {
            ended |= end.test(name);
        }
        return done(ended);
    }

    private Outcome acquire(Operation.Acquire acquire) {
        if (acquire.key().isEmpty()) {
            return noKey();
        }
        if (draft.locks.delayed(acquire.key(), millis)) {
            return done(false);
        }
        var fault = Lookups.fault(sessions, acquire.session());
        if (fault != null) {
            return new Outcome.Refused(fault);
        }
        var session = SessionWrites.canonical(acquire.session());
        return done(keys.lock(acquire.key(), acquire.value(), acquire.flags(), session));
    }

    private Outcome release(Operation.Release release) {
        if (release.key().isEmpty()) {
            return noKey();
        }
        if (release.session().isEmpty()) {
            return new Outcome.Refused(Lookups.MISSING);
        }
        var session = SessionWrites.canonical(release.session());
        return done(keys.unlock(release.key(), release.value(), release.flags(), session));
    }

    private Outcome restore(List<Operation.Restored> restored) {
        if (restored.stream().anyMatch(each -> each.key().isEmpty())) {
            return noKey();
        }
        restored.forEach(keys::restore);
        return done(true);
    }

    private Outcome putAll(List<Operation.Put> puts) {
        var mark = draft.mark();
        for (var put : puts) {
            if (put.key().isEmpty() || !keys.put(put, KvChange.Kind.IMPORT)) {
                draft.back(mark);
                return put.key().isEmpty() ? noKey() : done(false);
            }
        }
        return done(true);
    }
}
