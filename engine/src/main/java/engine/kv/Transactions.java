package engine.kv;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** Runs the steps of a transaction, by the rules and in the words of Consul. */
final class Transactions {
    private final Draft draft;
    private final KeyWrites keys;
    private final SessionWrites sessions;
    private final List<StepResult> results = new ArrayList<>();
    private int step;

    private Transactions(Draft draft) {
        this.draft = draft;
        this.keys = new KeyWrites(draft);
        this.sessions = new SessionWrites(draft);
    }

    static Outcome run(Draft draft, List<Step> steps) {
        var refused = before(draft, steps);
        if (!refused.isEmpty()) {
            return new Outcome.TransactionFailed(refused);
        }
        return new Transactions(draft).all(steps);
    }

    /** What is wrong before anything is tried; as in Consul, no other error is told then. */
    private static List<StepError> before(Draft draft, List<Step> steps) {
        var errors = new ArrayList<StepError>();
        for (var i = 0; i < steps.size(); i++) {
            var key = key(steps.get(i));
            if (key != null && key.isEmpty()) {
                errors.add(new StepError(i, KeyWrites.NO_KEY));
            } else if (steps.get(i) instanceof Step.Lock(var locked, var _, var _, var _)
                    && draft.locks.delayed(locked, draft.millis)) {
                errors.add(new StepError(i, "failed to lock key " + Texts.quoted(locked) + " due to lock delay"));
            }
        }
        return errors;
    }

    /** The key that a step must name. */
    private static @Nullable String key(Step step) {
        return switch (step) {
            case Step.Set(var key, var _, var _) -> key;
            case Step.Cas(var key, var _, var _, var _) -> key;
            case Step.Lock(var key, var _, var _, var _) -> key;
            case Step.Unlock(var key, var _, var _, var _) -> key;
            case Step.Get(var key) -> key;
            case Step.GetOrEmpty(var key) -> key;
            case Step.GetTree(var prefix) -> prefix;
            case Step.CheckIndex(var key, var _) -> key;
            case Step.CheckSession(var key, var _) -> key;
            case Step.CheckNotExists(var key) -> key;
            case Step.Delete(var key) -> key;
            case Step.DeleteCas(var key, var _) -> key;
            case Step.DeleteTree _, Step.DeleteSession _, Step.Catalog _, Step.Wrong _ -> null;
        };
    }

    private Outcome all(List<Step> steps) {
        var errors = new ArrayList<StepError>();
        var mark = draft.mark();
        for (step = 0; step < steps.size(); step++) {
            var error = one(steps.get(step));
            if (error != null) {
                errors.add(new StepError(step, error));
            }
        }
        if (errors.isEmpty()) {
            return new Outcome.TransactionDone(results, draft.index());
        }
        draft.back(mark);
        return new Outcome.TransactionFailed(errors);
    }

    /** Does a step; null, or why it failed. */
    private @Nullable String one(Step step) {
        return switch (step) {
            case Step.Set(var key, var value, var flags) -> set(key, value, flags);
            case Step.Cas(var key, var value, var flags, var index) ->
                KeyWrites.matches(draft.entry(key), index)
                        ? set(key, value, flags)
                        : "failed to set key " + Texts.quoted(key) + ", index is stale";
            case Step.Lock(var key, var value, var flags, var session) -> lock(key, value, flags, session);
            case Step.Unlock(var key, var value, var flags, var session) -> unlock(key, value, flags, session);
            case Step.Get(var key) -> get(key);
            case Step.GetOrEmpty(var key) -> {
                var entry = draft.entry(key);
                results.add(new StepResult(this.step, key, entry == null ? Entry.NONE : entry));
                yield null;
            }
            case Step.GetTree(var prefix) -> {
                draft.keys.forPrefix(prefix, (key, entry) -> results.add(new StepResult(this.step, key, entry)));
                yield null;
            }
            case Step.CheckIndex(var key, var index) -> checkIndex(key, index);
            case Step.CheckSession(var key, var session) -> checkSession(key, session);
            case Step.CheckNotExists(var key) ->
                draft.entry(key) == null ? null : "key " + Texts.quoted(key) + " exists";
            case Step.Delete(var key) -> {
                keys.delete(key, OptionalLong.empty(), KvChange.Kind.DELETE);
                yield null;
            }
            case Step.DeleteCas(var key, var index) ->
                keys.delete(key, OptionalLong.of(index), KvChange.Kind.DELETE)
                        ? null
                        : "failed to delete key " + Texts.quoted(key) + ", index is stale";
            case Step.DeleteTree(var prefix) -> {
                keys.deletePrefix(prefix);
                yield null;
            }
            case Step.DeleteSession(var id) -> {
                var fault = sessions.destroy(id, "deleted by a transaction");
                yield fault == null ? null : "failed to delete session: " + fault;
            }
            case Step.Catalog(var effects) -> {
                if (!effects.isEmpty()) {
                    draft.effects.add(effects);
                }
                yield null;
            }
            case Step.Wrong(var what) -> what;
        };
    }

    private @Nullable String set(String key, ByteString value, long flags) {
        keys.set(key, draft.entry(key), value, flags, 0, KvChange.Kind.PUT);
        return told(key);
    }

    private @Nullable String lock(String key, ByteString value, long flags, String session) {
        var fault = Lookups.fault(sessions, session);
        if (fault != null) {
            return fault;
        }
        return keys.lock(key, value, flags, SessionWrites.canonical(session))
                ? told(key)
                : "failed to lock key " + Texts.quoted(key) + ", lock is already held";
    }

    private @Nullable String unlock(String key, ByteString value, long flags, String session) {
        if (session.isEmpty()) {
            return Lookups.MISSING;
        }
        return keys.unlock(key, value, flags, SessionWrites.canonical(session))
                ? told(key)
                : "failed to unlock key " + Texts.quoted(key) + ", lock isn't held, or is held by another session";
    }

    private @Nullable String get(String key) {
        var entry = draft.entry(key);
        if (entry == null) {
            return "key " + Texts.quoted(key) + " doesn't exist";
        }
        results.add(new StepResult(step, key, entry));
        return null;
    }

    private @Nullable String checkIndex(String key, long index) {
        var entry = draft.entry(key);
        if (entry == null) {
            return "failed to check index, key " + Texts.quoted(key) + " doesn't exist";
        }
        return entry.modifyIndex() == index
                ? told(key)
                : "failed index check for key " + Texts.quoted(key) + ", current modify index "
                        + Long.toUnsignedString(entry.modifyIndex()) + " != " + Long.toUnsignedString(index);
    }

    private @Nullable String checkSession(String key, String session) {
        var entry = draft.entry(key);
        if (entry == null) {
            return "failed to check session, key " + Texts.quoted(key) + " doesn't exist";
        }
        return entry.session().equals(SessionWrites.canonical(session))
                ? told(key)
                : "failed session check for key " + Texts.quoted(key) + ", current session "
                        + Texts.quoted(entry.session()) + " != " + Texts.quoted(session);
    }

    /** Its result is the key as it is now, without the value. */
    private @Nullable String told(String key) {
        var entry = draft.entry(key);
        if (entry != null) {
            results.add(new StepResult(step, key, entry.withoutValue()));
        }
        return null;
    }
}
