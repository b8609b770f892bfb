package engine.http;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way through a route.
 *
 * @param rest what stands behind the route's path, decoded; empty for a route without such
 * @param request as it came
 */
record Call(String rest, Query query, Context context, Body body, Request request) {

    boolean pretty() {
        return query.has("pretty");
    }

    /** The body as a JSON object of at most the settings' size. */
    CompletionStage<Map<String, @Nullable Object>> json(HttpSettings settings) {
        return body.read(settings.maxBodySize(), "http-config.max-body-size").thenApply(RequestJson::object);
    }

    /** What stands behind the route's path, refused with this sentence when it is nothing. */
    String required(String sentence) {
        if (rest.isEmpty()) {
            throw new Refusal(400, sentence);
        }
        return rest;
    }
}
