package engine.http;

import java.util.List;
import java.util.Map;

/**
 * A health check and its present state.
 *
 * @param status passing, warning or critical
 * @param serviceId empty, as is serviceName, for a check of the node
 * @param type script, http, tcp, ttl, alias, maintenance; empty for checks registered in the catalog
 *     without a definition
 * @param routing whether it decides about what it belongs to; else it is only shown
 * @param definition what is to be probed, of a check that is registered in the catalog: maps, lists, texts, numbers and booleans by
 *     Consul's names, in the order in which they are shown
 */
public record Check(
        String node,
        String id,
        String name,
        String status,
        String notes,
        String output,
        String serviceId,
        String serviceName,
        List<String> serviceTags,
        String type,
        boolean routing,
        long createIndex,
        long modifyIndex,
        Map<String, ?> definition) {

    /** A check without a definition. */
    public Check(
            String node,
            String id,
            String name,
            String status,
            String notes,
            String output,
            String serviceId,
            String serviceName,
            List<String> serviceTags,
            String type,
            boolean routing,
            long createIndex,
            long modifyIndex) {
        this(
                node,
                id,
                name,
                status,
                notes,
                output,
                serviceId,
                serviceName,
                serviceTags,
                type,
                routing,
                createIndex,
                modifyIndex,
                Map.of());
    }
}
