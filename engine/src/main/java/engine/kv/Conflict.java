package engine.kv;

import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A write made without the majority that was not taken over, for the key had changed meanwhile.
 *
 * @param value what it would have become; null for a deletion
 * @param basedOn the ModifyIndex that the writer knew; 0 for "was not there"
 * @param committed the ModifyIndex that the key had when it was refused; 0 for "was not there"
 * @param millis when it was refused, since 1970
 */
public record Conflict(
        String key,
        String stamp,
        @Nullable ByteString value,
        long flags,
        long basedOn,
        long committed,
        String writer,
        long millis) {

    /** Without the value: it is a secret. */
    @Override
    public String toString() {
        return "Conflict[" + key + ", " + stamp + ", based on " + basedOn + ", committed " + committed + "]";
    }
}
