package engine.kv;

import org.apache.pekko.util.ByteString;

/**
 * A key's value and what is known of it.
 *
 * @param flags 64 bits of the client's own, unsigned
 * @param lockIndex how often its lock was taken, since it was last put without one
 * @param session that holds its lock; empty for none
 * @param expiresAt milliseconds since 1970; 0 for never
 * @param writtenAt milliseconds since 1970
 * @param writtenBy an address or the accessor of a token
 */
public record Entry(
        ByteString value,
        long flags,
        long createIndex,
        long modifyIndex,
        long lockIndex,
        String session,
        long expiresAt,
        long writtenAt,
        String writtenBy) {

    /** What stands for a key that is not there. */
    static final Entry NONE = new Entry(ByteString.emptyByteString(), 0, 0, 0, 0, "", 0, 0, "");

    /** The same, to live until then. */
    Entry expiring(long at) {
        return new Entry(value, flags, createIndex, modifyIndex, lockIndex, session, at, writtenAt, writtenBy);
    }

    /** The same without its lock. */
    Entry freed(long index, long millis) {
        return new Entry(value, flags, createIndex, index, lockIndex, "", expiresAt, millis, writtenBy);
    }

    /** The same, but for its value. */
    Entry withoutValue() {
        return new Entry(
                ByteString.emptyByteString(),
                flags,
                createIndex,
                modifyIndex,
                lockIndex,
                session,
                expiresAt,
                writtenAt,
                writtenBy);
    }

    /** Without the value: it is a secret. */
    @Override
    public String toString() {
        return "Entry[" + value.size() + " bytes, created at " + createIndex + ", modified at " + modifyIndex
                + ", lock " + lockIndex + " of '" + session + "', expires at " + expiresAt + "]";
    }
}
