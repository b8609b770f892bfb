package engine.http;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A prepared query as it was defined. A list or map that was not given is null, which JSON shows.
 *
 * @param id UUID in lower case; empty for one that is to be created
 * @param name may be empty
 * @param session with whose end it goes; empty for none
 * @param token kept and told back
 * @param ttl of DNS answers, a duration as Go writes it; empty for that of services
 */
public record PreparedQuery(
        String id,
        String name,
        String session,
        String token,
        Template template,
        Service service,
        String ttl,
        long createIndex,
        long modifyIndex) {

    /**
     * How names that begin with the query's own are answered by it.
     *
     * @param type {@code name_prefix_match}; empty for a query that is no template
     * @param regexp what {@code match(n)} gets its texts by; empty for none
     */
    public record Template(String type, String regexp, boolean removeEmptyTags) {}

    /**
     * What is looked for.
     *
     * @param service name of the service
     * @param near name of a node, {@code _agent}, {@code _ip}, or empty
     * @param tags that instances carry, or with {@code !} do not
     * @param connect only instances with a proxy of the service mesh: there are none
     * @param elsewhere kept and told back
     */
    public record Service(
            String service,
            Failover failover,
            boolean onlyPassing,
            @Nullable List<String> ignoreCheckIds,
            String near,
            @Nullable List<String> tags,
            @Nullable Map<String, String> nodeMeta,
            @Nullable Map<String, String> serviceMeta,
            boolean connect,
            Elsewhere elsewhere) {}

    /** Where else to look when there is no instance here; kept and told back. */
    public record Failover(
            int nearestN,
            @Nullable List<String> datacenters,
            @Nullable List<Map<String, String>> targets) {}

    /** What names a service beyond its datacenter in later versions of the API; each may be empty. */
    public record Elsewhere(String namespace, String partition, String peer, String samenessGroup) {
        /** Nothing of it. */
        public static final Elsewhere NONE = new Elsewhere("", "", "", "");
    }

    public boolean isTemplate() {
        return !template.type().isEmpty();
    }

    PreparedQuery withId(String given) {
        return new PreparedQuery(given, name, session, token, template, service, ttl, createIndex, modifyIndex);
    }
}
