package engine.config;

import engine.checks.CheckDefinition;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A service as configured or registered with the agent.
 *
 * @param id unique on its node; the name where none was given
 * @param address empty for that of the node
 * @param port 0 for none
 * @param weights shares of the load, 1 and 1 where none were given
 * @param nodeChecks ids of the checks of its node that count for it, beside those by which servers see the node and its
 *     maintenance; empty for all
 * @param checks its checks, each with this service's id
 */
public record ServiceDefinition(
        String id,
        String name,
        List<String> tags,
        String address,
        Map<String, TaggedAddress> taggedAddresses,
        int port,
        Map<String, String> meta,
        Weights weights,
        boolean enableTagOverride,
        Optional<List<String>> nodeChecks,
        List<CheckDefinition> checks) {

    /** An address with a port, under a tag such as {@code lan} or {@code wan_ipv4}. */
    public record TaggedAddress(String address, int port) {}

    /** Shares of the load while passing and while warning, 0 to 65535. */
    public record Weights(int passing, int warning) {
        /** One share in both states. */
        public static final Weights EQUAL = new Weights(1, 1);
    }
}
