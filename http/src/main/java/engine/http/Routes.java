package engine.http;

import engine.metrics.HttpMeter;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The table of paths. A path that ends with a slash stands for all below it, whose rest the handler gets; the longest
 * such path wins.
 */
final class Routes {
    /** Slashes behind the first of the longest path in the table: no more are looked at, however many a key has. */
    private static final int MAX_SLASHES = 6;

    /** Longest time that a write may take when nothing else is said. */
    static final Duration LIMIT = Duration.ofSeconds(60);

    private final Map<String, Endpoint> endpoints = new HashMap<>();

    /** Answers a request; throws or fails with a {@link Refusal} for an error. */
    @FunctionalInterface
    interface Handler {
        CompletionStage<Answer> handle(Call call);
    }

    /** What there is at a path: a handler per method, or one for all. */
    static final class Endpoint {
        private final Map<String, Handler> methods = new LinkedHashMap<>();
        private final Map<String, HttpMeter> meters = new HashMap<>();
        private @Nullable Handler any;
        private Duration limit = LIMIT;

        /** The handler of a method; null when the method is not allowed. */
        @Nullable
        Handler handler(String method) {
            return any != null ? any : methods.get(method.equals("HEAD") ? "GET" : method);
        }

        /** What requests of a method that has a handler are counted by. */
        HttpMeter meter(String method) {
            return meters.getOrDefault(method.equals("HEAD") ? "GET" : method, Observed.OTHER);
        }

        /** Longest time that a write may take, the arrival of its body included. */
        Duration limit() {
            return limit;
        }

        /** For the header Allow. */
        String allowed() {
            return "OPTIONS," + String.join(",", methods.keySet());
        }
    }

    /** An endpoint and what of the request's path stands behind its own. */
    record Found(Endpoint endpoint, String rest) {}

    Routes get(String path, Handler handler) {
        return method("GET", path, handler);
    }

    Routes put(String path, Handler handler) {
        return method("PUT", path, handler);
    }

    Routes post(String path, Handler handler) {
        return method("POST", path, handler);
    }

    Routes delete(String path, Handler handler) {
        return method("DELETE", path, handler);
    }

    /** All methods alike. */
    Routes any(String path, Handler handler) {
        endpoint(path).any = handler;
        return this;
    }

    /** Gives writes at a path that has a handler already another limit than {@link #LIMIT}. */
    Routes within(Duration limit, String path) {
        endpoint(path).limit = limit;
        return this;
    }

    /** An endpoint of the API that is not in this version. */
    Routes absent(String what, String... paths) {
        for (var path : paths) {
            any(path, _ -> Reads.now(Answer.text(501, what + " not in this version.")));
        }
        return this;
    }

    /** Null when there is nothing at the path, also when there is something right below it. */
    @Nullable
    Found find(String path) {
        var exact = endpoints.get(path);
        if (exact != null) {
            return new Found(exact, "");
        }
        if (hasBelow(path)) {
            return null;
        }
        Found found = null;
        var slash = path.indexOf('/', 1);
        for (var i = 0; i < MAX_SLASHES && slash >= 0; i++) {
            var endpoint = endpoints.get(path.substring(0, slash + 1));
            if (endpoint != null) {
                found = new Found(endpoint, path.substring(slash + 1));
            }
            slash = path.indexOf('/', slash + 1);
        }
        return found;
    }

    /** The methods of each path. */
    Map<String, Set<String>> table() {
        return endpoints.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> Set.copyOf(entry.getValue().methods.keySet())));
    }

    /** Whether there is something below the path, though not at it. */
    boolean hasBelow(String path) {
        return endpoints.containsKey(path + "/");
    }

    private Routes method(String method, String path, Handler handler) {
        var endpoint = endpoint(path);
        endpoint.methods.put(method, handler);
        endpoint.meters.put(method, HttpMeter.of(method, path));
        return this;
    }

    private Endpoint endpoint(String path) {
        return endpoints.computeIfAbsent(path, _ -> new Endpoint());
    }
}
