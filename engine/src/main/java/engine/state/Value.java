package engine.state;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** What can be kept in a bucket. */
public sealed interface Value {

    /**
     * A node of the catalog.
     *
     * @param id UUID; empty for a node registered without one
     * @param taggedAddresses null where none were given, which JSON shows
     * @param meta null where none was given
     */
    record Node(
            String id,
            String name,
            String address,
            @Nullable Map<String, String> taggedAddresses,
            @Nullable Map<String, String> meta)
            implements Value {}

    /**
     * An instance of a service on a node.
     *
     * @param node name of its node
     * @param meta null where none was given
     */
    record Service(
            String node,
            String id,
            String name,
            List<String> tags,
            String address,
            Map<String, TaggedAddress> taggedAddresses,
            @Nullable Map<String, String> meta,
            int port,
            int passingWeight,
            int warningWeight,
            boolean enableTagOverride)
            implements Value {}

    /** An address with a port, under a tag such as {@code lan} or {@code wan_ipv4}. */
    record TaggedAddress(String address, int port) {}

    /**
     * A health check with its state.
     *
     * @param status passing, warning or critical
     * @param serviceId empty, as is serviceName, for a check of the node
     */
    record Check(
            String node,
            String id,
            String name,
            String status,
            String notes,
            String output,
            String serviceId,
            String serviceName,
            List<String> serviceTags,
            String type)
            implements Value {}

    /** A value of the key-value store; {@code flags} are 64 bits of the client's own. */
    record Kv(ByteString bytes, long flags) implements Value {}

    /** A user event. */
    record Event(
            String id,
            String name,
            ByteString payload,
            String nodeFilter,
            String serviceFilter,
            String tagFilter,
            long lamportTime,
            Instant firedAt,
            String firedBy)
            implements Value {}

    /** A node's word that it has seen an event, and how many triggers it runs for it. */
    record Receipt(String eventId, String node, int triggers, String reason) implements Value {}

    /** One execution of a trigger for an event; {@code status} is the word that JSON shows. */
    record Run(
            String eventId,
            String node,
            String trigger,
            String status,
            boolean ended,
            OptionalInt exitCode,
            String output,
            String reason,
            Instant queuedAt,
            Optional<Instant> startedAt,
            Optional<Instant> endedAt)
            implements Value {}
}
