package engine.http;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.util.ByteString;

/** The port to what became of keys: the latest changes of all, and the latest versions of each. */
public interface KvChanges {

    /**
     * The changes of keys with a prefix, oldest first. The index of the answer is for waiting, by
     * {@link Topic.KeyPrefix}; those in it are the ModifyIndexes of the changes, the same on every server.
     *
     * @param after only changes with a greater index, unsigned; one above all there are is no error
     * @param most changes to give, but never a part only of those that share an index
     */
    Indexed<Page> since(String prefix, long after, int most);

    /** The latest versions of a key, newest first, by {@link Topic.Key}; also those of a key that is deleted. */
    Indexed<List<Version>> history(String key);

    /**
     * Changes after an index.
     *
     * @param kept all changes with a greater index than this are kept, of all keys; 0 when all are. Where it is above the
     *     index asked for, changes may be missing
     * @param upTo the index that this goes up to: of its last change when there are more, else of the latest change of any
     *     key, which may be below the index asked for
     */
    record Page(long kept, long upTo, List<Change> changes) {}

    /**
     * A change of a key.
     *
     * @param before the value; empty where there was no such key
     * @param after what it was made to be
     */
    record Change(String key, Optional<ByteString> before, Version after) {}

    /**
     * What a key was made to be.
     *
     * @param value empty for a deleted key
     * @param flags 0 for a deleted key
     * @param session that holds the lock; empty for none
     * @param index the change's
     * @param by who did it: an address, or a name that is no secret; may be empty
     */
    record Version(
            Operation operation,
            Optional<ByteString> value,
            long flags,
            String session,
            long index,
            Instant time,
            String by) {}

    /** What changed a key. */
    enum Operation {
        /** A value was set. */
        SET("set"),
        /** Deleted, alone or with a prefix. */
        DELETE("delete"),
        /** Its lock was taken. */
        ACQUIRE("acquire"),
        /** Its lock was given back. */
        RELEASE("release"),
        /** The session that held its lock ended: it is free, or deleted. */
        SESSION_END("session-end"),
        /** Its time to live was over. */
        EXPIRE("expire"),
        /** An available write was taken over. */
        TAKE_OVER("take-over"),
        /** It was imported. */
        IMPORT("import");

        private final String text;

        Operation(String text) {
            this.text = text;
        }

        /** As requests and answers write it. */
        public String text() {
            return text;
        }
    }
}
