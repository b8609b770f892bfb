package engine;

import engine.http.GoDuration;
import engine.kv.Applied;
import engine.kv.Document;
import engine.kv.Entry;
import engine.kv.KvChange;
import engine.kv.Query;
import engine.kv.Session;
import engine.kv.State;
import engine.queries.Execution;
import engine.state.Change;
import engine.state.Key;
import engine.state.Stamp;
import engine.state.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The consistent keys and sessions as changes of the picture that all reads come from. */
final class KvPicture {
    /** The log orders them: no stamp decides anything. */
    private static final Stamp STAMP = new Stamp(0, "");

    private KvPicture() {}

    /** What a batch changed; of a key that changed more than once the last. */
    static List<Change> changes(Applied applied) {
        var last = new LinkedHashMap<String, KvChange>();
        applied.changes().forEach(change -> last.put(change.key(), change));
        var changes = new ArrayList<Change>(last.size());
        for (var change : last.values()) {
            changes.add(change(change.key(), change.after(), change.index()));
        }
        for (var change : applied.sessions()) {
            changes.add(change(change.session(), change.ended(), change.index()));
        }
        for (var change : applied.documents()) {
            changes.add(change(change.name(), change.after(), change.index()));
        }
        for (var change : applied.queries()) {
            changes.add(change(change.query(), change.deleted(), change.index()));
        }
        return changes;
    }

    /** What makes a picture of one state that of another. */
    static List<Change> changes(State before, State after) {
        var changes = new ArrayList<Change>();
        before.keys().forPrefix("", (key, _) -> {
            if (after.keys().get(key) == null) {
                changes.add(change(key, (Entry) null, after.index()));
            }
        });
        after.keys().forPrefix("", (key, entry) -> {
            if (!entry.equals(before.keys().get(key))) {
                changes.add(change(key, entry, entry.modifyIndex()));
            }
        });
        before.sessions().forPrefix("", (id, session) -> {
            if (after.sessions().get(id) == null) {
                changes.add(change(session, true, after.index()));
            }
        });
        after.sessions().forPrefix("", (id, session) -> {
            if (before.sessions().get(id) == null) {
                changes.add(change(session, false, session.modifyIndex()));
            }
        });
        before.documents().forPrefix("", (name, _) -> {
            if (after.documents().get(name) == null) {
                changes.add(change(name, (Document) null, after.index()));
            }
        });
        after.documents().forPrefix("", (name, document) -> {
            if (!document.equals(before.documents().get(name))) {
                changes.add(change(name, document, document.version()));
            }
        });
        before.queries().forPrefix("", (id, query) -> {
            if (after.queries().get(id) == null) {
                changes.add(change(query, true, after.index()));
            }
        });
        after.queries().forPrefix("", (id, query) -> {
            if (!query.equals(before.queries().get(id))) {
                changes.add(change(query, false, query.modifyIndex()));
            }
        });
        return changes;
    }

    private static Change change(Query query, boolean deleted, long index) {
        return new Change(
                new Key.Document(Execution.KIND + query.id()),
                new engine.state.Entry(
                        STAMP, query.createIndex(), index, deleted ? null : new Value.Document(query.definition())));
    }

    private static Change change(String name, @Nullable Document document, long index) {
        return new Change(
                new Key.Document(name),
                new engine.state.Entry(
                        STAMP, index, index, document == null ? null : new Value.Document(document.content())));
    }

    private static Change change(String key, @Nullable Entry entry, long index) {
        var value = entry == null
                ? null
                : new Value.Kv(entry.value(), entry.flags(), entry.lockIndex(), entry.session(), entry.expiresAt());
        return new Change(
                new Key.Kv(key), new engine.state.Entry(STAMP, entry == null ? 0 : entry.createIndex(), index, value));
    }

    private static Change change(Session session, boolean ended, long index) {
        return new Change(
                new Key.Session(session.id()),
                new engine.state.Entry(STAMP, session.createIndex(), index, ended ? null : value(session)));
    }

    /** A session to be made as it was: its time to live starts anew. */
    static Session session(Value.Session was) {
        return new Session(
                was.id(),
                was.name(),
                was.node(),
                was.nodeChecks(),
                was.serviceChecks().stream()
                        .map(check -> new Session.ServiceCheck(check.id(), check.namespace()))
                        .toList(),
                was.lockDelayMillis(),
                was.deletes() ? Session.Behavior.DELETE : Session.Behavior.RELEASE,
                was.ttl(),
                GoDuration.parse(was.ttl()).map(Duration::toMillis).orElse(0L),
                0,
                0,
                0);
    }

    private static Value.Session value(Session session) {
        return new Value.Session(
                session.id(),
                session.name(),
                session.node(),
                session.nodeChecks(),
                session.serviceChecks().stream()
                        .map(check -> new Value.ServiceCheck(check.id(), check.namespace()))
                        .toList(),
                session.lockDelayMillis(),
                session.behavior() == Session.Behavior.DELETE,
                session.ttl());
    }
}
