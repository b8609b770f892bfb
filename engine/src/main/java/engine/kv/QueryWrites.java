package engine.kv;

import org.jspecify.annotations.Nullable;

/** What operations do to prepared queries, by the rules of Consul. */
final class QueryWrites {
    /** More are refused: all of them are looked through when one changes. */
    static final int MOST = 65_536;

    private final Draft draft;
    private final SessionWrites sessions;

    QueryWrites(Draft draft, SessionWrites sessions) {
        this.draft = draft;
        this.sessions = sessions;
    }

    /** Null when it was kept, or why it was not. */
    @Nullable
    String keep(Query asked, boolean create) {
        var there = draft.queries.get(asked.id());
        var fault = there == null && !create ? missing(asked.id()) : fault(asked, there);
        if (fault != null) {
            return fault;
        }
        var index = draft.writing();
        draft.keep(asked.written(there == null ? index : there.createIndex(), index));
        return null;
    }

    /** Null when it was deleted, or why it was not. */
    @Nullable
    String delete(String id) {
        var there = draft.queries.get(id);
        if (there == null) {
            return missing(id);
        }
        draft.delete(there);
        return null;
    }

    private static String missing(String id) {
        return "Cannot modify non-existent prepared query: '" + id + "'";
    }

    private @Nullable String fault(Query asked, @Nullable Query there) {
        var named = asked.name().isEmpty() && !asked.template() ? null : draft.queries.named(asked.name());
        if (named != null && !named.equals(asked.id())) {
            return asked.name().isEmpty()
                    ? "a query template with an empty name already exists"
                    : "name '" + asked.name() + "' aliases an existing query name";
        }
        if (draft.queries.get(SessionWrites.canonical(asked.name())) != null) {
            return "name '" + asked.name() + "' aliases an existing query ID";
        }
        if (there == null && draft.queries.all().size() >= MOST) {
            return "There are " + MOST + " prepared queries, which is as many as there may be.";
        }
        return asked.session().isEmpty() ? null : session(asked.session());
    }

    private @Nullable String session(String id) {
        var malformed = Lookups.noId(id);
        if (malformed != null) {
            return "invalid session: " + malformed;
        }
        return sessions.find(id) == null ? "invalid session " + Texts.quoted(id) : null;
    }
}
