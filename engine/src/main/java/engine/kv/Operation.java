package engine.kv;

import java.util.List;
import java.util.OptionalLong;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * What can be done to the store. Keys and all texts are valid Unicode: what UTF-8 cannot write is refused by the constructors
 * with {@link IllegalArgumentException}.
 */
public sealed interface Operation {

    /**
     * Sets a key. The lock on it stays, its LockIndex becomes 0. Same value and flags as before: nothing is written and no
     * index moves, only the time to live starts anew. Without a time to live the key stays for good.
     *
     * @param cas the ModifyIndex that it must have, 0 for "does not exist"
     */
    record Put(String key, ByteString value, long flags, OptionalLong cas, OptionalLong ttlMillis)
            implements Operation {
        public Put {
            Texts.unicode(key);
            if (ttlMillis.isPresent() && ttlMillis.getAsLong() < 1) {
                throw new IllegalArgumentException("a time to live is at least 1 ms");
            }
        }

        /** A put without conditions. */
        public Put(String key, ByteString value, long flags) {
            this(key, value, flags, OptionalLong.empty(), OptionalLong.empty());
        }

        /** Without the value: it is a secret. */
        @Override
        public String toString() {
            return "Put[" + key + ", " + value.size() + " bytes, cas=" + cas + ", ttl=" + ttlMillis + "]";
        }
    }

    /** Deletes a key; one that is not there counts as deleted, with {@code cas} too. */
    record Delete(String key, OptionalLong cas) implements Operation {
        public Delete {
            Texts.unicode(key);
        }
    }

    /** Deletes all keys that begin with {@code prefix}. */
    record DeletePrefix(String prefix) implements Operation {
        public DeletePrefix {
            Texts.unicode(prefix);
        }
    }

    /** Takes the lock on a key for a session and sets its value; not held when another session has it or a delay runs. */
    record Acquire(String key, ByteString value, long flags, String session) implements Operation {
        public Acquire {
            Texts.unicode(key);
            Texts.unicode(session);
        }

        /** Without the value: it is a secret. */
        @Override
        public String toString() {
            return "Acquire[" + key + ", " + value.size() + " bytes, " + session + "]";
        }
    }

    /** Gives up the lock on a key and sets its value; not held when that session does not have it. */
    record Release(String key, ByteString value, long flags, String session) implements Operation {
        public Release {
            Texts.unicode(key);
            Texts.unicode(session);
        }

        /** Without the value: it is a secret. */
        @Override
        public String toString() {
            return "Release[" + key + ", " + value.size() + " bytes, " + session + "]";
        }
    }

    /**
     * Makes a session. That its node and checks are there, and well, is for the server that proposes it to see.
     *
     * @param asked with its id, a new UUID in lower case; indexes and {@code renewedAt} are set here
     */
    record CreateSession(Session asked) implements Operation {}

    /**
     * Ends a session; one that is not there counts as ended. Its keys are freed or deleted, and cannot be locked for its
     * lock-delay.
     *
     * @param reason for those who watch, such as {@code destroyed} or {@code node failed}
     */
    record DestroySession(String id, String reason) implements Operation {
        public DestroySession {
            Texts.unicode(id);
            Texts.unicode(reason);
        }
    }

    /** Lets the time to live of a session start anew. */
    record RenewSession(String id) implements Operation {
        public RenewSession {
            Texts.unicode(id);
        }
    }

    /** By a new leader: the times to live of all sessions start anew, for there was nobody to renew them with. */
    record RenewAllSessions() implements Operation {}

    /** By the leader: ends those of these sessions whose time to live has passed by the batch's time. */
    record ExpireSessions(List<String> ids) implements Operation {
        public ExpireSessions {
            ids = List.copyOf(ids);
            ids.forEach(Texts::unicode);
        }
    }

    /** By the leader: deletes those of these keys whose time to live has passed by the batch's time. */
    record ExpireKeys(List<String> keys) implements Operation {
        public ExpireKeys {
            keys = List.copyOf(keys);
            keys.forEach(Texts::unicode);
        }
    }

    /**
     * All steps in order, each seeing what those before it did; if one fails, nothing is done. Not held, and nothing tried, when
     * another transaction has written in the catalog what this one was decided by.
     */
    record Transaction(List<Step> steps, Basis basis) implements Operation {
        public Transaction {
            steps = List.copyOf(steps);
        }

        /** One without verbs of the catalog. */
        public Transaction(List<Step> steps) {
            this(steps, Basis.NONE);
        }
    }

    /** Many puts at one index: all, or none when the condition of one does not hold. */
    record Import(List<Put> puts) implements Operation {
        public Import {
            puts = List.copyOf(puts);
        }
    }

    /** Many keys as they were in a snapshot, at one index: their locks too, where the sessions are there. */
    record Restore(List<Restored> keys) implements Operation {
        public Restore {
            keys = List.copyOf(keys);
        }
    }

    /**
     * A key of a snapshot.
     *
     * @param session that held its lock; empty for none
     * @param expiresAt milliseconds since 1970; 0 for never
     */
    record Restored(String key, ByteString value, long flags, long lockIndex, String session, long expiresAt) {
        public Restored {
            Texts.unicode(key);
            Texts.unicode(session);
            if (lockIndex < 0 || expiresAt < 0) {
                throw new IllegalArgumentException(
                        "a key was not locked a negative number of times, nor lived before 1970");
            }
        }

        /** Without the value: it is a secret. */
        @Override
        public String toString() {
            return "Restored[" + key + ", " + value.size() + " bytes, lock " + lockIndex + " of '" + session + "']";
        }
    }

    /**
     * Takes over what was written without the majority: if the key is as it was then, else a conflict is recorded. The same
     * stamp is settled once, however often it comes.
     *
     * @param value null for a deletion
     * @param basedOn the ModifyIndex of the key when it was written; 0 for "was not there"
     * @param stamp tells this write from all others to the key; texts sort as the writes are ordered
     * @param writer who wrote it, for the history
     */
    record TakeOver(String key, @Nullable ByteString value, long flags, long basedOn, String stamp, String writer)
            implements Operation {
        public TakeOver {
            Texts.unicode(key);
            Texts.unicode(stamp);
            Texts.unicode(writer);
        }

        /** Without the value: it is a secret. */
        @Override
        public String toString() {
            return "TakeOver[" + key + ", " + stamp + ", based on " + basedOn + "]";
        }
    }

    /** Forgets a recorded conflict; not held when there is none such. */
    record ForgetConflict(String key, String stamp) implements Operation {
        public ForgetConflict {
            Texts.unicode(key);
            Texts.unicode(stamp);
        }
    }

    /**
     * Keeps a document in place of the one that has this version; not held when another one is there. No key: whoever may write
     * keys cannot write it.
     *
     * @param content null to forget it
     * @param version the version that it must have, 0 for "is not there"
     */
    record KeepDocument(String name, @Nullable ByteString content, long version) implements Operation {
        public KeepDocument {
            Texts.unicode(name);
        }

        /** Without the content: it may hold payloads. */
        @Override
        public String toString() {
            return "KeepDocument[" + name + ", " + (content == null ? "forgotten" : content.size() + " bytes")
                    + ", version " + version + "]";
        }
    }

    /**
     * Keeps a prepared query in place of what there is of its id. Refused, in Consul's words, when its name is another's, or its
     * session is not there.
     *
     * @param asked indexes are set here
     * @param create whether it may be new; else one with this id must be there
     */
    record KeepQuery(Query asked, boolean create) implements Operation {}

    /** Deletes a prepared query; refused when it is not there. */
    record DeleteQuery(String id) implements Operation {
        public DeleteQuery {
            Texts.unicode(id);
        }
    }

    /** By the founder of the log: its id, once and for all; not held when it has one. */
    record NameLog(String id) implements Operation {
        public NameLog {
            Texts.unicode(id);
        }
    }
}
