package engine.events;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.util.ByteString;

/**
 * A user event that may be fired: what its sender says about it, checked. Made by {@link #of}, the payload limit of which
 * is the agent's setting.
 *
 * @param metaFilters by the key in the metadata of nodes
 * @param ttl a node that the event reaches later does not run it; zero for no limit
 * @param key of events with the same only one counts
 */
public record EventRequest(
        String name,
        ByteString payload,
        String nodeFilter,
        String serviceFilter,
        String tagFilter,
        Map<String, String> metaFilters,
        Duration ttl,
        Optional<DeduplicationKey> key) {
    /** Bytes of a name in UTF-8. */
    public static final int MAX_NAME = 256;

    private static final Duration MIN_TTL = Duration.ofSeconds(1);

    public EventRequest {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("User event missing name");
        }
        int size = name.getBytes(StandardCharsets.UTF_8).length;
        if (size > MAX_NAME) {
            throw new IllegalArgumentException(
                    "User event name has %d bytes, the limit is %d".formatted(size, MAX_NAME));
        }
        if (name.codePoints().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("User event name must not contain control characters");
        }
        NodeFilters.checked(nodeFilter, serviceFilter, tagFilter, metaFilters);
        if (!ttl.isZero() && ttl.compareTo(MIN_TTL) < 0) {
            throw new IllegalArgumentException("User event ttl must be at least 1s");
        }
        metaFilters = Map.copyOf(metaFilters);
        payload = payload.compact();
    }

    /** An event without a key. */
    public EventRequest(
            String name,
            ByteString payload,
            String nodeFilter,
            String serviceFilter,
            String tagFilter,
            Map<String, String> metaFilters,
            Duration ttl) {
        this(name, payload, nodeFilter, serviceFilter, tagFilter, metaFilters, ttl, Optional.empty());
    }

    /** The same event with a key. */
    public EventRequest with(DeduplicationKey key) {
        return new EventRequest(
                name, payload, nodeFilter, serviceFilter, tagFilter, metaFilters, ttl, Optional.of(key));
    }

    /**
     * Checks an event before it is fired.
     *
     * @param maxPayload bytes of payload allowed
     * @throws IllegalArgumentException with a sentence for the sender
     */
    public static EventRequest of(
            String name,
            ByteString payload,
            String nodeFilter,
            String serviceFilter,
            String tagFilter,
            int maxPayload) {
        return of(name, payload, nodeFilter, serviceFilter, tagFilter, Map.of(), Duration.ZERO, maxPayload);
    }

    /** The same with filters on metadata and a time to live. */
    public static EventRequest of(
            String name,
            ByteString payload,
            String nodeFilter,
            String serviceFilter,
            String tagFilter,
            Map<String, String> metaFilters,
            Duration ttl,
            int maxPayload) {
        if (payload.size() > maxPayload) {
            throw new IllegalArgumentException(
                    "User event payload has %d bytes, the limit is %d".formatted(payload.size(), maxPayload));
        }
        return new EventRequest(name, payload, nodeFilter, serviceFilter, tagFilter, metaFilters, ttl);
    }

    /** The event, fired. */
    public Event fired(String id, long lamportTime, Instant firedAt, String firedBy) {
        return new Event(
                id,
                name,
                payload,
                nodeFilter,
                serviceFilter,
                tagFilter,
                lamportTime,
                firedAt,
                firedBy,
                metaFilters,
                ttl,
                "",
                0,
                Optional.empty(),
                key);
    }
}
