package engine.events;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.util.ByteString;

/**
 * An event: as somebody fired it or, with a {@code cause}, as a node saw something happen for one of its triggers, whose name it then
 * has. The filters are regular expressions (RE2 syntax); an empty one matches everything.
 *
 * @param id UUIDv7 (RFC 9562), so that ids sort by time
 * @param tagFilter only together with a service filter
 * @param lamportTime logical time: greater than that of every event the firing node had seen
 * @param firedBy name of the node that took the event in
 * @param metaFilters by the key in the metadata of nodes
 * @param ttl a node that it reaches later does not run it; zero for no limit
 * @param firedFrom address of the client that fired it; empty where it is not known
 * @param depth how many events led to it, each fired by a trigger of the one before; 0 when a person or a program fired it
 * @param cause what was seen to happen; empty for an event that was fired
 * @param key of events with the same only one counts
 */
public record Event(
        String id,
        String name,
        ByteString payload,
        String nodeFilter,
        String serviceFilter,
        String tagFilter,
        long lamportTime,
        Instant firedAt,
        String firedBy,
        Map<String, String> metaFilters,
        Duration ttl,
        String firedFrom,
        int depth,
        Optional<Cause> cause,
        Optional<DeduplicationKey> key) {

    public Event {
        metaFilters = Map.copyOf(metaFilters);
    }

    /** An event without a key. */
    public Event(
            String id,
            String name,
            ByteString payload,
            String nodeFilter,
            String serviceFilter,
            String tagFilter,
            long lamportTime,
            Instant firedAt,
            String firedBy,
            Map<String, String> metaFilters,
            Duration ttl,
            String firedFrom,
            int depth,
            Optional<Cause> cause) {
        this(
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
                firedFrom,
                depth,
                cause,
                Optional.empty());
    }

    /** An event that was fired. */
    public Event(
            String id,
            String name,
            ByteString payload,
            String nodeFilter,
            String serviceFilter,
            String tagFilter,
            long lamportTime,
            Instant firedAt,
            String firedBy,
            Map<String, String> metaFilters,
            Duration ttl,
            String firedFrom,
            int depth) {
        this(
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
                firedFrom,
                depth,
                Optional.empty());
    }

    /** Something that {@code node} saw happen for a trigger of its own. */
    public static Event seen(
            String id, String trigger, ByteString payload, long lamportTime, Instant at, String node, Cause cause) {
        return new Event(
                id,
                trigger,
                payload,
                "",
                "",
                "",
                lamportTime,
                at,
                node,
                Map.of(),
                Duration.ZERO,
                "",
                0,
                Optional.of(cause));
    }

    /** An event for nodes of any metadata that never comes too late. */
    public Event(
            String id,
            String name,
            ByteString payload,
            String nodeFilter,
            String serviceFilter,
            String tagFilter,
            long lamportTime,
            Instant firedAt,
            String firedBy) {
        this(
                id,
                name,
                payload,
                nodeFilter,
                serviceFilter,
                tagFilter,
                lamportTime,
                firedAt,
                firedBy,
                Map.of(),
                Duration.ZERO,
                "",
                0);
    }

    /** Whether the filters let the event concern this node as it is now. */
    public boolean concerns(LocalNode node) {
        return filters().leaveOut(node).isEmpty();
    }

    /** @throws IllegalArgumentException when a filter is none */
    NodeFilters filters() {
        return NodeFilters.of(nodeFilter, serviceFilter, tagFilter, metaFilters);
    }

    /** Without the payload, which may be secret: this text goes to logs. */
    @Override
    public String toString() {
        return "Event[%s '%s' by %s, %d bytes]".formatted(id, name, firedBy, payload.size());
    }
}
