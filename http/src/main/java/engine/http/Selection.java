package engine.http;

import java.util.HashMap;
import java.util.function.Predicate;

/** What the parameters of catalog and health queries select, apart from filters. */
final class Selection {

    private Selection() {}

    /** {@code node-meta=key:value}, all of them; the last value of a key. */
    static Predicate<Node> nodeMeta(Query query) {
        if (!query.has("node-meta")) {
            return _ -> true;
        }
        var wanted = new HashMap<String, String>();
        for (var pair : query.all("node-meta")) {
            var colon = pair.indexOf(':');
            wanted.put(colon < 0 ? pair : pair.substring(0, colon), colon < 0 ? "" : pair.substring(colon + 1));
        }
        return node -> {
            var meta = node.meta();
            return meta != null && meta.entrySet().containsAll(wanted.entrySet());
        };
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
}
