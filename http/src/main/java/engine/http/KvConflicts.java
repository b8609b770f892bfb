package engine.http;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.util.ByteString;

/** The port to writes that were made without a majority, and were not taken over as the key had changed meanwhile. */
public interface KvConflicts {

    /** Those of keys with a prefix, in order of key, then stamp, by {@link Topic.KvConflicts}. */
    Indexed<List<Conflict>> list(String prefix);

    /** Forgets one; false when there is none. Fails with {@link Refusal}. */
    CompletionStage<Boolean> forget(String key, String stamp, Context context);

    /**
     * A write that was not taken over.
     *
     * @param stamp names it among those of its key; printable
     * @param value what it would have set; empty for a delete
     * @param basedOn the key's ModifyIndex when it was made, 0 where there was none
     * @param found the key's ModifyIndex when it was to be taken over, 0 where there was none
     * @param time when that was
     * @param by who made it; may be empty
     */
    record Conflict(
            String key,
            String stamp,
            Optional<ByteString> value,
            long flags,
            long basedOn,
            long found,
            Instant time,
            String by) {}
}
