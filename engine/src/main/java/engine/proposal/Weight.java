package engine.proposal;

import engine.kv.Command;
import engine.kv.Operation;
import engine.kv.Operation.Acquire;
import engine.kv.Operation.CreateSession;
import engine.kv.Operation.Delete;
import engine.kv.Operation.DeletePrefix;
import engine.kv.Operation.DeleteQuery;
import engine.kv.Operation.DestroySession;
import engine.kv.Operation.ExpireKeys;
import engine.kv.Operation.ExpireSessions;
import engine.kv.Operation.ForgetConflict;
import engine.kv.Operation.Import;
import engine.kv.Operation.KeepDocument;
import engine.kv.Operation.KeepQuery;
import engine.kv.Operation.NameLog;
import engine.kv.Operation.Put;
import engine.kv.Operation.Release;
import engine.kv.Operation.RenewAllSessions;
import engine.kv.Operation.RenewSession;
import engine.kv.Operation.Restore;
import engine.kv.Operation.TakeOver;
import engine.kv.Operation.Transaction;
import engine.kv.Step;
import java.util.Collection;

/** About how many bytes a command has in a message or the log. */
final class Weight {
    /** Numbers, lengths, the client's identity. */
    private static final int FRAME = 96;

    private Weight() {}

    static int of(Command command) {
        return of(command.operation()) + command.origin().by().length();
    }

    static int of(Operation operation) {
        return FRAME
                + switch (operation) {
                    case Put put -> put.key().length() + put.value().size() + 32;
                    case Delete(var key, var _) -> key.length();
                    case DeletePrefix(var prefix) -> prefix.length();
                    case Acquire acquire ->
                        acquire.key().length() + acquire.value().size() + 64;
                    case Release release ->
                        release.key().length() + release.value().size() + 64;
                    case CreateSession _ -> 1024;
                    case DestroySession(var _, var reason) -> 64 + reason.length();
                    case RenewSession _, RenewAllSessions _, NameLog _ -> 64;
                    case ExpireSessions(var ids) -> sum(ids);
                    case ExpireKeys(var keys) -> sum(keys);
                    case Transaction(var steps, var basis) ->
                        steps.stream().mapToInt(Weight::of).sum() + sum(basis.nodes());
                    case Import(var puts) ->
                        puts.stream()
                                .mapToInt(
                                        put -> put.key().length() + put.value().size() + 32)
                                .sum();
                    case Restore(var keys) ->
                        keys.stream()
                                .mapToInt(
                                        key -> key.key().length() + key.value().size() + 96)
                                .sum();
                    case TakeOver over ->
                        over.key().length()
                                + (over.value() == null ? 0 : over.value().size())
                                + 128;
                    case ForgetConflict(var key, var _) -> key.length() + 64;
                    case KeepDocument(var name, var content, var _) ->
                        name.length() + (content == null ? 0 : content.size()) + 32;
                    case KeepQuery(var query, var _) ->
                        query.name().length() + query.definition().size() + 128;
                    case DeleteQuery _ -> 64;
                };
    }

    private static int of(Step step) {
        return 64
                + switch (step) {
                    case Step.Set set -> set.key().length() + set.value().size();
                    case Step.Cas cas -> cas.key().length() + cas.value().size();
                    case Step.Lock lock -> lock.key().length() + lock.value().size();
                    case Step.Unlock unlock ->
                        unlock.key().length() + unlock.value().size();
                    case Step.Get(var key) -> key.length();
                    case Step.GetOrEmpty(var key) -> key.length();
                    case Step.GetTree(var prefix) -> prefix.length();
                    case Step.CheckIndex(var key, var _) -> key.length();
                    case Step.CheckSession(var key, var _) -> key.length();
                    case Step.CheckNotExists(var key) -> key.length();
                    case Step.Delete(var key) -> key.length();
                    case Step.DeleteCas(var key, var _) -> key.length();
                    case Step.DeleteTree(var prefix) -> prefix.length();
                    case Step.DeleteSession _ -> 0;
                    case Step.Catalog(var effects) -> effects.size();
                    case Step.Wrong(var what) -> what.length();
                };
    }

    private static int sum(Collection<String> texts) {
        return texts.stream().mapToInt(text -> text.length() + 4).sum();
    }
}
