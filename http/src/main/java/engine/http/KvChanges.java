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
     * @param kept changes with a greater index than this are kept, 0 when all are; what was asked for is not complete when
     *     it is above the index asked for
     * @param upTo there is no other change after the index asked for and up to this one
     */
    record Page(long kept, long upTo, List<Change> changes) {}

    /**
     * A change of a key.
     *
     * @param before empty where there was no such key
     * @param after empty where there is none now
     */
    record Change(String key, Operation operation, Optional<ByteString> before, Version after) {}

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
        /** Deleted on request, alone, with a prefix, or with the session that held it. */
        DELETE("delete"),
        /** Its lock was taken. */
        ACQUIRE("acquire"),
        /** Its lock was given back, or its holder's session ended. */
        RELEASE("release"),
        /** Its time to live was over. */
        EXPIRE("expire");

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
