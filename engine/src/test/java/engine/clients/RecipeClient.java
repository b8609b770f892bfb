package engine.clients;

import java.time.Duration;
import java.util.List;

/** What the recipes of the manual ask of a client library. */
interface RecipeClient extends AutoCloseable {

    /** What becomes of the keys that a session holds when it ends. */
    enum Behavior {
        RELEASE,
        DELETE
    }

    /**
     * A key.
     *
     * @param session that holds its lock; empty for none
     */
    record Entry(String key, String value, String session, long modifyIndex) {}

    /**
     * The keys with a prefix.
     *
     * @param index to wait with for the next change
     */
    record Found(List<Entry> entries, long index) {}

    String createSession(String name, Duration ttl, Duration lockDelay, Behavior behavior);

    /** Fails when the session has ended. */
    void renew(String session);

    void destroy(String session);

    /** Fails when the session has ended. */
    boolean acquire(String key, String value, String session);

    boolean release(String key, String session);

    /** Sets the key if it has this index; 0: if it is not there. */
    boolean putIf(String key, String value, long modifyIndex);

    void put(String key, String value);

    void delete(String key);

    /**
     * The keys with a prefix, as soon as they differ from those of the index.
     *
     * @param index 0: at once
     * @param wait in whole seconds: after which they are told as they are
     */
    Found read(String prefix, long index, Duration wait);

    @Override
    void close();
}
