package engine.http;

import java.util.List;
import java.util.Set;

/**
 * Refuses what names a namespace, as Consul does where it looks for one: there are none, and to answer from the only one would be
 * to answer another question.
 */
final class Namespaces {
    private static final String ENTERPRISE = " - Namespaces are a Consul Enterprise feature";

    /** Paths below which Consul looks for a namespace. */
    private static final List<String> LOOKED_AT = List.of(
            "/v1/kv/",
            "/v1/session/",
            "/v1/catalog/",
            "/v1/health/",
            "/v1/agent/services",
            "/v1/agent/service/",
            "/v1/agent/health/service/",
            "/v1/agent/checks",
            "/v1/agent/check/",
            "/v1/internal/ui/",
            "/v1/config/");

    /** What of them has none, and what is not Consul's. */
    private static final Set<String> WITHOUT =
            Set.of("/v1/catalog/nodes", "/v1/catalog/datacenters", "/v1/health/metrics", "/v1/agent/check/history");

    private Namespaces() {}

    static void refuse(String path, Query query, Request request) {
        var named = !query.first("ns").isEmpty();
        if (!named && request.headers().first("X-Consul-Namespace").orElse("").isEmpty()) {
            return;
        }
        if (LOOKED_AT.stream().anyMatch(path::startsWith) && !WITHOUT.contains(path)) {
            var where = named ? "query parameter: \"ns\"" : "header: \"X-Consul-Namespace\"";
            throw new Refusal(400, "Bad request: Invalid " + where + ENTERPRISE);
        }
    }
}
