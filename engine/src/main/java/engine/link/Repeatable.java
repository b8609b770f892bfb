package engine.link;

import java.util.Set;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/**
 * Which requests may be sent to a second server after the first was lost, when it is not known what the first has done. Reads always.
 * Of writes those that give the same state however often they are done: a value put or deleted without a condition, and
 * registrations in the catalog. Not those that fire, create or depend on what is there: an event would happen twice, and a condition
 * that the first attempt has met fails at the second.
 */
final class Repeatable {
    private static final Set<String> CATALOG = Set.of("/v1/catalog/register", "/v1/catalog/deregister");
    private static final Set<String> CONDITIONS = Set.of("cas", "acquire", "release");

    private Repeatable() {}

    static boolean is(HttpRequest request) {
        return switch (request.method().value()) {
            case "GET", "HEAD" -> true;
            case "PUT", "DELETE" -> {
                var path = request.getUri().path();
                var query = request.getUri().query();
                var conditional =
                        CONDITIONS.stream().anyMatch(name -> query.get(name).isPresent());
                yield CATALOG.contains(path) || (path.startsWith("/v1/kv/") && !conditional);
            }
            default -> false;
        };
    }
}
