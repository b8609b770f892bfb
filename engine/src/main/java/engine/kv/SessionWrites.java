package engine.kv;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What operations and steps of transactions do to sessions, by the rules of Consul. */
final class SessionWrites {
    private final Draft draft;

    SessionWrites(Draft draft) {
        this.draft = draft;
    }

    /** The session that a client means: ids compare without regard to case. */
    @Nullable
    Session find(String id) {
        return draft.sessions.get(canonical(id));
    }

    /** The form in which ids are kept. */
    static String canonical(String id) {
        return id.toLowerCase(Locale.ROOT);
    }

    Outcome create(Session asked) {
        var malformed = Lookups.malformed(asked.id());
        if (malformed != null) {
            return new Outcome.Refused(malformed);
        }
        if (find(asked.id()) == null) {
            var index = draft.writing();
            var session = asked.made(index, draft.millis);
            draft.place(null, session);
            draft.sessionChanges.add(new SessionChange(session, false, index, ""));
        }
        return new Outcome.SessionMade(asked.id(), draft.index());
    }

    Outcome renew(String id) {
        var malformed = Lookups.malformed(id);
        if (malformed != null) {
            return new Outcome.Refused(malformed);
        }
        var session = find(id);
        if (session == null) {
            return new Outcome.NoSuchSession(id);
        }
        var renewed = session.renewed(draft.millis);
        draft.place(session, renewed);
        return new Outcome.SessionRenewed(renewed);
    }

    void renewAll() {
        for (var session : draft.sessions.values()) {
            if (session.ttlMillis() > 0) {
                draft.place(session, session.renewed(draft.millis));
            }
        }
    }

    /** Ends it if its time to live has passed. */
    boolean expire(String id) {
        var session = find(id);
        if (session == null || session.ttlMillis() == 0 || session.expiresAt() > draft.millis) {
            return false;
        }
        end(session, "its time to live has passed");
        return true;
    }

    /** Ends it, if it is there; null, or why that cannot be asked. */
    @Nullable
    String destroy(String id, String reason) {
        var malformed = Lookups.malformed(id);
        var session = malformed == null ? find(id) : null;
        if (session != null) {
            end(session, reason);
        }
        return malformed;
    }

    private void end(Session session, String reason) {
        var index = draft.writing();
        draft.place(session, null);
        draft.sessionChanges.add(new SessionChange(session, true, index, reason));
        var delay = Math.min(session.lockDelayMillis(), Session.MAX_LOCK_DELAY);
        for (var key : draft.locks.of(session.id())) {
            var before = draft.entry(key);
            if (before == null) {
                continue;
            }
            var after = session.behavior() == Session.Behavior.DELETE ? null : before.freed(index, draft.millis);
            draft.write(key, before, after, KvChange.Kind.SESSION_ENDED);
            if (delay > 0) {
                draft.locks = draft.locks.delaying(key, draft.millis + delay);
            }
        }
        for (var id : draft.queries.of(session.id())) {
            draft.delete(Objects.requireNonNull(draft.queries.get(id)));
        }
    }
}
