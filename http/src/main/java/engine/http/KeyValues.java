package engine.http;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.util.ByteString;

/** The port to the key-value store. Reads come from one immutable snapshot; lists are in order of their keys. */
public interface KeyValues {

    /** One key, by {@link Topic.Key}. */
    Indexed<Optional<Entry>> get(String key);

    /** All keys with a prefix, by {@link Topic.KeyPrefix}. */
    Indexed<List<Entry>> list(String prefix);

    /** The names of all keys with a prefix, by {@link Topic.KeyPrefix}. */
    Indexed<List<String>> keys(String prefix);

    /**
     * Sets a key.
     *
     * @param flags 64 bits of the client's own, unsigned
     * @param ifModifyIndex only when the key's ModifyIndex is this, 0 for "does not exist"; empty for always
     * @return false when the condition did not hold; completes when a read here sees the value
     */
    CompletionStage<Boolean> put(String key, ByteString value, long flags, OptionalLong ifModifyIndex, Context context);

    /** Deletes a key; false when {@code ifModifyIndex} did not hold. A key that does not exist is no error. */
    CompletionStage<Boolean> delete(String key, OptionalLong ifModifyIndex, Context context);

    /** Deletes all keys with a prefix, at once. */
    CompletionStage<Boolean> deleteAll(String prefix, Context context);

    /** A key with its value. */
    record Entry(
            String key,
            ByteString value,
            long flags,
            long lockIndex,
            String session,
            long createIndex,
            long modifyIndex) {}
}
