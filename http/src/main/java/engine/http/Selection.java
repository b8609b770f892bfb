package engine.http;

import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the parameters of catalog and health queries select, apart from filters. */
final class Selection {

    private Selection() {}

    /** {@code node-meta=key:value}, all of them. */
    static Predicate<Node> nodeMeta(Query query) {
        var wanted = query.all("node-meta");
        if (wanted.isEmpty()) {
            return _ -> true;
        }
        return node -> wanted.stream().allMatch(pair -> has(node.meta(), pair));
    }

    /** {@code tag=...}, all of them, in any case. */
    static Predicate<Service> tags(Query query) {
        var wanted = query.all("tag");
        if (wanted.isEmpty()) {
            return _ -> true;
        }
        return service ->
                wanted.stream().allMatch(tag -> service.tags().stream().anyMatch(tag::equalsIgnoreCase));
    }

    /** {@code passing}: no check of the instance is in another state. */
    static Predicate<Instance> passing(Query query) {
        var value = query.first("passing");
        var wanted = query.has("passing") && (value.isEmpty() || Numbers.truth(value, "Invalid value for ?passing"));
        return wanted
                ? instance -> instance.checks().stream()
                        .allMatch(check -> check.status().equals("passing"))
                : _ -> true;
    }

    private static boolean has(@Nullable Map<String, String> meta, String pair) {
        if (meta == null) {
            return false;
        }
        var colon = pair.indexOf(':');
        var key = colon < 0 ? pair : pair.substring(0, colon);
        return (colon < 0 ? "" : pair.substring(colon + 1)).equals(meta.get(key));
    }
}
