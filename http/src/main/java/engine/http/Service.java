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
        long createIndex,
        long modifyIndex) {

    /** An address with a port, under a tag such as {@code lan} or {@code wan_ipv4}. */
    public record Address(String address, int port) {}

    /** Shares of the load while passing and while warning. */
    public record Weights(int passing, int warning) {}
}
