package engine.queries;

import engine.http.PreparedQuery;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prepared queries for tests. */
final class Queries {

    private Queries() {}

    static PreparedQuery plain(String id, String name, String service) {
        return query(id, name, new PreparedQuery.Template("", "", false), service(service, null));
    }

    static PreparedQuery template(String name, String regexp, PreparedQuery.Service service) {
        return query("", name, new PreparedQuery.Template("name_prefix_match", regexp, false), service);
    }

    static PreparedQuery query(String id, String name, PreparedQuery.Template template, PreparedQuery.Service service) {
        return new PreparedQuery(id, name, "", "", template, service, "", 0, 0);
    }

    static PreparedQuery.Service service(String name, @Nullable List<String> tags) {
        return service(name, false, null, tags, null, null);
    }

    static PreparedQuery.Service service(
            String name,
            boolean onlyPassing,
            @Nullable List<String> ignored,
            @Nullable List<String> tags,
            @Nullable Map<String, String> nodeMeta,
            @Nullable Map<String, String> serviceMeta) {
        return new PreparedQuery.Service(
                name,
                new PreparedQuery.Failover(0, null, null),
                onlyPassing,
                ignored,
                "",
                tags,
                nodeMeta,
                serviceMeta,
                false,
                PreparedQuery.Elsewhere.NONE);
    }
}
