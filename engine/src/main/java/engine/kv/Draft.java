package engine.kv;

import engine.state.PersistentSortedMap;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** A state as it becomes while a batch is applied. */
final class Draft {
    final long millis;
    final long batches;
    PersistentSortedMap<Entry> keys;
    PersistentSortedMap<Session> sessions;
    Locks locks;
    Deadlines deadlines;
    Conflicts conflicts;
    CatalogTimes catalog;
    PersistentSortedMap<Document> documents;
    Queries queries;
    String logId;
    final List<KvChange> changes = new ArrayList<>();
    final List<SessionChange> sessionChanges = new ArrayList<>();
    final List<DocumentChange> documentChanges = new ArrayList<>();
    final List<QueryChange> queryChanges = new ArrayList<>();
    final List<ByteString> effects = new ArrayList<>();

    private final long indexHint;
    private long index;
    /** Index of what the present command writes; 0 until it writes. */
    private long at;

    private String by = "";

    Draft(State from, long millis, long indexHint) {
        this.millis = millis;
        this.batches = from.batches() + 1;
        this.indexHint = indexHint;
        this.keys = from.keys();
        this.sessions = from.sessions();
        this.locks = from.locks();
        this.deadlines = from.deadlines();
        this.conflicts = from.conflicts();
        this.catalog = from.catalog();
        this.documents = from.documents();
        this.queries = from.preparedQueries();
        this.logId = from.logId();
        this.index = from.index();
    }

    /** A command of {@code origin} begins. */
    void begin(String origin) {
        by = origin;
        at = 0;
    }

    /** Index of the last command that wrote. */
    long index() {
        return index;
    }

    /** Index of the present command, which writes. */
    long writing() {
        if (at == 0) {
            at = Math.max(index + 1, indexHint);
            index = at;
        }
        return at;
    }

    /** The present command writes for someone else. */
    void by(String writer) {
        by = writer;
    }

    String by() {
        return by;
    }

    @Nullable
    Entry entry(String key) {
        return keys.get(key);
    }

    /** Writes a key; {@code after} null deletes it. */
    void write(String key, @Nullable Entry before, @Nullable Entry after, KvChange.Kind kind) {
        place(key, before, after);
        changes.add(new KvChange(key, before, after, writing(), kind, millis, by));
    }

    /** Writes a key without telling anyone: no index moves. */
    void place(String key, @Nullable Entry before, @Nullable Entry after) {
        keys = after == null ? keys.remove(key) : keys.put(key, after);
        locks = locks.moved(key, before == null ? "" : before.session(), after == null ? "" : after.session());
        deadlines =
                deadlines.ofKey(key, before == null ? 0 : before.expiresAt(), after == null ? 0 : after.expiresAt());
    }

    /** Writes a session; {@code after} null ends it, {@code before} null makes it. */
    void place(@Nullable Session before, @Nullable Session after) {
        if (after != null) {
            sessions = sessions.put(after.id(), after);
            deadlines = deadlines.ofSession(after.id(), before == null ? 0 : before.expiresAt(), after.expiresAt());
        } else if (before != null) {
            sessions = sessions.remove(before.id());
            deadlines = deadlines.ofSession(before.id(), before.expiresAt(), 0);
        }
    }

    /** Keeps a document, or ({@code content} null) forgets it. */
    void keep(String name, @Nullable ByteString content) {
        var index = writing();
        var after = content == null ? null : new Document(content, index);
        documents = after == null ? documents.remove(name) : documents.put(name, after);
        documentChanges.add(new DocumentChange(name, after, index));
    }

    void keep(Query query) {
        queries = queries.with(query);
        queryChanges.add(new QueryChange(query, false, writing()));
    }

    void delete(Query query) {
        queries = queries.without(query.id());
        queryChanges.add(new QueryChange(query, true, writing()));
    }

    /** What {@link #back} goes back to. */
    record Mark(
            PersistentSortedMap<Entry> keys,
            PersistentSortedMap<Session> sessions,
            Locks locks,
            Deadlines deadlines,
            Conflicts conflicts,
            Queries queries,
            long index,
            long at,
            int changes,
            int sessionChanges,
            int queryChanges,
            int effects) {}

    Mark mark() {
        return new Mark(
                keys,
                sessions,
                locks,
                deadlines,
                conflicts,
                queries,
                index,
                at,
                changes.size(),
                sessionChanges.size(),
                queryChanges.size(),
                effects.size());
    }

    void back(Mark mark) {
        keys = mark.keys;
        sessions = mark.sessions;
        locks = mark.locks;
        deadlines = mark.deadlines;
        conflicts = mark.conflicts;
        queries = mark.queries;
        index = mark.index;
        at = mark.at;
        changes.subList(mark.changes, changes.size()).clear();
        sessionChanges.subList(mark.sessionChanges, sessionChanges.size()).clear();
        queryChanges.subList(mark.queryChanges, queryChanges.size()).clear();
        effects.subList(mark.effects, effects.size()).clear();
    }
}
