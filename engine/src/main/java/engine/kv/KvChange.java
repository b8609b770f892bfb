package engine.kv;

import org.jspecify.annotations.Nullable;

/**
 * What happened to a key. Changes of one command have one index.
 *
 * @param before null when the key was not there
 * @param after null when it is there no more
 * @param millis when, since 1970
 * @param by who
 */
public record KvChange(
        String key, @Nullable Entry before, @Nullable Entry after, long index, Kind kind, long millis, String by) {

    /** By what. */
    public enum Kind {
        PUT,
        DELETE,
        ACQUIRE,
        RELEASE,
        /** The session that had its lock ended. */
        SESSION_ENDED,
        /** Its time to live passed. */
        EXPIRED,
        /** It had been written without the majority. */
        TAKEN_OVER,
        IMPORT
    }
}
