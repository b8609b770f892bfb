package engine.http;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An instance of a service on a node.
 *
 * @param id unique on its node
 * @param name the service's name
 * @param address empty for the node's own
 * @param meta null where none was given
 * @param nodeChecks ids of the checks of its node that count for it; null for all
 */
public record Service(
        String id,
        String name,
        List<String> tags,
        String address,
        Map<String, Address> taggedAddresses,
        @Nullable Map<String, String> meta,
        int port,
        Weights weights,
        boolean enableTagOverride,
        @Nullable List<String> nodeChecks,
        long createIndex,
        long modifyIndex) {

    /** Whether a check of this node counts for this service; that the node is in maintenance always does. */
    boolean isDecidedBy(Check check) {
        var ofNode = check.serviceId().isEmpty()
                && (nodeChecks == null
                        || check.type().equals("maintenance")
                        || nodeChecks.stream().anyMatch(check.id()::equalsIgnoreCase));
        return check.routing() && (ofNode || check.serviceId().equals(id));
    }

    /** An address with a port, under a tag such as {@code lan} or {@code wan_ipv4}. */
    public record Address(String address, int port) {}

    /** Shares of the load while passing and while warning. */
    public record Weights(int passing, int warning) {}
}
