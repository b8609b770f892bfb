package engine.events;

import java.time.Instant;
import org.apache.pekko.util.ByteString;

/**
 * A user event as fired. The filters are regular expressions (RE2 syntax); an empty one matches everything.
 *
 * @param id UUIDv7 (RFC 9562), so that ids sort by time
 * @param tagFilter only together with a service filter
 * @param lamportTime logical time: greater than that of every event the firing node had seen
 * @param firedBy name of the node that took the event in
 * @param depth how many events led to it, each fired by a trigger of the one before; 0 when a person or a program fired it
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
        int depth) {

    /** An event that no trigger fired. */
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
        this(id, name, payload, nodeFilter, serviceFilter, tagFilter, lamportTime, firedAt, firedBy, 0);
    }

    /** Whether the filters let the event concern this node as it is now. */
    public boolean concerns(LocalNode node) {
        return Matching.filteredOut(this, node.name(), node.services()).isEmpty();
    }

    /** Without the payload, which may be secret: this text goes to logs. */
    @Override
    public String toString() {
        return "Event[%s '%s' by %s, %d bytes]".formatted(id, name, firedBy, payload.size());
    }
}
