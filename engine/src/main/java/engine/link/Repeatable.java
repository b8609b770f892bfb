package engine.link;

import engine.http.message.HttpRequest;
import java.util.Set;

/**
 * Which requests may be sent to a second server after the first was lost, when it is not known what the first has done. Reads always.
 * Of writes those that give the same state however often they are done: registrations in the catalog. Not
 * those that fire, create or depend on what is there, for an event would happen twice; and no write of a key: done twice, it may undo
 * what another has written and read between the two.
 */
final class Repeatable {
    private static final Set<String> CATALOG = Set.of("/v1/catalog/register", "/v1/catalog/deregister");

    private Repeatable() {}

    static boolean is(HttpRequest request) {
        return switch (request.method()) {
            case "GET", "HEAD" -> true;
            case "PUT", "DELETE" -> CATALOG.contains(request.path());
            default -> false;
        };
    }
}
