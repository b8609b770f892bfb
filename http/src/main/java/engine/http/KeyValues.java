package engine.http;

import engine.http.Context.Consistency;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.util.ByteString;

/**
 * The port to the key-value store. Reads come from one immutable snapshot; lists are in order of their keys. Writes
 * complete when a read here sees them and fail with {@link Refusal}: 500 where there is no majority or the outcome is not
 * known, 400 where the store does not take what was asked.
 *
 * <p>A key is valid Unicode. Bytes of a request's path that are no UTF-8 stand in it as characters of a range that no other
 * text uses, so that they are kept apart; the store need not know.
 */
public interface KeyValues {

    /** One key, by {@link Topic.Key}; what was written without a majority only to who does not ask for consistency. */
    Indexed<Optional<Entry>> get(String key, Consistency consistency);

    /** All keys with a prefix likewise, by {@link Topic.KeyPrefix}. */
    Indexed<List<Entry>> list(String prefix, Consistency consistency);

    /** The names of all keys with a prefix likewise, by {@link Topic.KeyPrefix}. */
    Indexed<List<String>> keys(String prefix, Consistency consistency);

    /** Sets a key; who holds its lock goes on holding it. False when the put's condition did not hold. */
    CompletionStage<Boolean> put(Put put, Context context);

    /**
     * Sets a key and takes its lock for a session; true too when that holds it already. False when another one does, or
     * while the lock is delayed. Refused with 400 {@code invalid session "<id>"} where there is no such session.
     */
    CompletionStage<Boolean> acquire(Lock lock, Context context);

    /** Sets a key and gives its lock back; false when the session does not hold it. */
    CompletionStage<Boolean> release(Lock lock, Context context);

    /** Deletes a key; false when {@code ifModifyIndex} did not hold. A key that does not exist is no error. */
    CompletionStage<Boolean> delete(String key, OptionalLong ifModifyIndex, Context context);

    /** Deletes all keys with a prefix, at once. */
    CompletionStage<Boolean> deleteAll(String prefix, Context context);

    /** Sets all of these keys at once, or none. The keys differ, nothing is asked of their state. */
    CompletionStage<Done> putAll(List<Put> puts, Context context);

    /**
     * Sets a key also where no majority can be reached. What has become of the key meanwhile decides later: where it was
     * changed, that stays and this is kept as a {@link KvConflicts.Conflict}.
     */
    CompletionStage<Boolean> putAvailable(String key, ByteString value, long flags, Context context);

    /** Deletes a key in the same way. */
    CompletionStage<Boolean> deleteAvailable(String key, Context context);

    /**
     * A value to set.
     *
     * @param flags 64 bits of the client's own, unsigned
     * @param ifModifyIndex only when the key's ModifyIndex is this, 0 for "does not exist"; empty for always
     * @param ttl how long the key lives from now on, zero for as long as nobody deletes it
     */
    record Put(String key, ByteString value, long flags, OptionalLong ifModifyIndex, Duration ttl) {}

    /** A value to set, and the session that takes or gives back the key's lock with it. */
    record Lock(String key, ByteString value, long flags, String session) {}

    /**
     * A key with its value.
     *
     * @param lockIndex how often the lock was taken
     * @param session that holds the lock; empty for none
     * @param expiresAt milliseconds since 1970 at which it is deleted; 0 for never
     * @param available written where no majority was reached, and not yet taken over
     */
    record Entry(
            String key,
            ByteString value,
            long flags,
            long lockIndex,
            String session,
            long createIndex,
            long modifyIndex,
            long expiresAt,
            boolean available) {

        /** One that lives for ever and that the majority has. */
        public Entry(
                String key,
                ByteString value,
                long flags,
                long lockIndex,
                String session,
                long createIndex,
                long modifyIndex) {
            this(key, value, flags, lockIndex, session, createIndex, modifyIndex, 0, false);
        }
    }
}
