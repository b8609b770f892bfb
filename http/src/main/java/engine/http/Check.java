package engine.http;

import java.util.List;

/**
 * A health check and its present state.
 *
 * @param status passing, warning or critical
 * @param serviceId empty, as is serviceName, for a check of the node
 * @param type script, http, tcp, ttl, alias, maintenance; empty for checks registered in the catalog
 * @param routing whether it decides about what it belongs to; else it is only shown
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
        long modifyIndex) {}
