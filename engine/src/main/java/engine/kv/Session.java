package engine.kv;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A session: it holds locks, and ends with its node, its checks or its time to live.
 *
 * @param id UUID in lower case
 * @param name may be empty
 * @param nodeChecks ids of checks of its node whose failure ends it
 * @param lockDelayMillis after its end its keys cannot be locked for so long; 60 s at most count
 * @param ttl as its maker wrote it, for those who list it; empty for none
 * @param ttlMillis 0 for none
 * @param renewedAt milliseconds since 1970
 */
public record Session(
        String id,
        String name,
        String node,
        List<String> nodeChecks,
        List<ServiceCheck> serviceChecks,
        long lockDelayMillis,
        Behavior behavior,
        String ttl,
        long ttlMillis,
        long createIndex,
        long modifyIndex,
        long renewedAt) {

    /** Longest lock-delay that counts. */
    static final long MAX_LOCK_DELAY = 60_000;

    public Session {
        Texts.unicode(id);
        Texts.unicode(name);
        Texts.unicode(node);
        if (!id.equals(id.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("the id of a session is in lower case");
        }
        Texts.unicode(ttl);
        nodeChecks = List.copyOf(nodeChecks);
        nodeChecks.forEach(Texts::unicode);
        serviceChecks = List.copyOf(serviceChecks);
        if (ttlMillis < 0 || lockDelayMillis < 0) {
            throw new IllegalArgumentException("times of a session are not negative");
        }
    }

    /** What becomes of its keys when it ends. */
    public enum Behavior {
        /** They stay and are free. */
        RELEASE,
        /** They are deleted. */
        DELETE
    }

    /** A check of a service on its node whose failure ends it. */
    public record ServiceCheck(String id, String namespace) {
        public ServiceCheck {
            Texts.unicode(id);
            Texts.unicode(namespace);
        }
    }

    /** Why a text cannot be the id of a session, in Consul's words; empty when it can. */
    public static Optional<String> malformed(String id) {
        return Optional.ofNullable(Lookups.malformed(id));
    }

    /** When it ends unless it is renewed: milliseconds since 1970; 0 for never. */
    public long expiresAt() {
        return ttlMillis == 0 ? 0 : renewedAt + ttlMillis;
    }

    Session made(long index, long millis) {
        return new Session(
                id,
                name,
                node,
                nodeChecks,
                serviceChecks,
                lockDelayMillis,
                behavior,
                ttl,
                ttlMillis,
                index,
                index,
                millis);
    }

    Session renewed(long millis) {
        return new Session(
                id,
                name,
                node,
                nodeChecks,
                serviceChecks,
                lockDelayMillis,
                behavior,
                ttl,
                ttlMillis,
                createIndex,
                modifyIndex,
                millis);
    }
}
