package engine.kv;

import java.util.OptionalLong;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** What operations and steps of transactions do to keys, by the rules of Consul. */
final class KeyWrites {
    static final String NO_KEY = "Must provide key";

    private final Draft draft;

    KeyWrites(Draft draft) {
        this.draft = draft;
    }

    boolean put(Operation.Put put, KvChange.Kind kind) {
        var before = draft.entry(put.key());
        if (put.cas().isPresent() && !matches(before, put.cas().getAsLong())) {
            return false;
        }
        var expiresAt = put.ttlMillis().isPresent()
                ? later(draft.millis, put.ttlMillis().getAsLong())
                : 0;
        set(put.key(), before, put.value(), put.flags(), expiresAt, kind);
        return true;
    }

    static boolean matches(@Nullable Entry before, long index) {
        return (before == null ? 0 : before.modifyIndex()) == index;
    }

    private static long later(long millis, long by) {
        return millis > Long.MAX_VALUE - by ? Long.MAX_VALUE - 1 : millis + by;
    }

    /** Sets a key whatever it was; the lock on it stays. */
    void set(String key, @Nullable Entry before, ByteString value, long flags, long expiresAt, KvChange.Kind kind) {
        var session = before == null ? "" : before.session();
        replace(key, before, value, flags, 0, session, expiresAt, kind);
    }

    /** Writes an entry, unless it says what is there already; then its time to live starts anew, and nothing else. */
    private void replace(
            String key,
            @Nullable Entry before,
            ByteString value,
            long flags,
            long lockIndex,
            String session,
            long expiresAt,
            KvChange.Kind kind) {
        if (before != null
                && before.lockIndex() == lockIndex
                && before.flags() == flags
                && before.session().equals(session)
                && before.value().equals(value)) {
            if (before.expiresAt() != expiresAt) {
                draft.place(key, before, before.expiring(expiresAt));
            }
            return;
        }
        var index = draft.writing();
        var created = before == null ? index : before.createIndex();
        var by = before != null && before.writtenBy().equals(draft.by()) ? before.writtenBy() : draft.by();
        draft.write(
                key,
                before,
                new Entry(value.compact(), flags, created, index, lockIndex, session, expiresAt, draft.millis, by),
                kind);
    }

    /** Makes a key what it was, its lock included where the session that had it is there. */
    void restore(Operation.Restored was) {
        var before = draft.entry(was.key());
        var session = draft.sessions.get(was.session()) == null ? "" : was.session();
        replace(
                was.key(),
                before,
                was.value(),
                was.flags(),
                was.lockIndex(),
                session,
                was.expiresAt(),
                KvChange.Kind.IMPORT);
    }

    boolean delete(String key, OptionalLong cas, KvChange.Kind kind) {
        var before = draft.entry(key);
        if (before == null) {
            return true;
        }
        if (cas.isPresent() && before.modifyIndex() != cas.getAsLong()) {
            return false;
        }
        draft.write(key, before, null, kind);
        return true;
    }

    void deletePrefix(String prefix) {
        draft.keys.forPrefix(prefix, (key, before) -> draft.write(key, before, null, KvChange.Kind.DELETE));
    }

    /** Whether it is locked now; {@code session} is one that is there. */
    boolean lock(String key, ByteString value, long flags, String session) {
        var before = draft.entry(key);
        if (before != null && !before.session().isEmpty() && !before.session().equals(session)) {
            return false;
        }
        var lockIndex =
                before == null ? 1 : before.lockIndex() + (before.session().isEmpty() ? 1 : 0);
        var expiresAt = before == null ? 0 : before.expiresAt();
        replace(key, before, value, flags, lockIndex, session, expiresAt, KvChange.Kind.ACQUIRE);
        return true;
    }

    /** Whether it was locked by that session, and is free now. */
    boolean unlock(String key, ByteString value, long flags, String session) {
        var before = draft.entry(key);
        if (before == null || !before.session().equals(session)) {
            return false;
        }
        replace(key, before, value, flags, before.lockIndex(), "", before.expiresAt(), KvChange.Kind.RELEASE);
        return true;
    }

    /** Deletes it if its time to live has passed. */
    boolean expire(String key) {
        var before = draft.entry(key);
        if (before == null || before.expiresAt() == 0 || before.expiresAt() > draft.millis) {
            return false;
        }
        draft.write(key, before, null, KvChange.Kind.EXPIRED);
        return true;
    }
}
