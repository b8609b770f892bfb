package engine.metrics;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Counts the requests to one endpoint: a method and a path of the table of paths, of which there are some hundred. */
public final class HttpMeter {
    private static final Map<String, HttpMeter> KNOWN = new ConcurrentHashMap<>();
    private static final List<String> CLASSES = List.of("2xx", "3xx", "4xx", "5xx");
    private static final int HUNDRED = 100;

    /** What Consul measures beside its endpoints, and we by them. */
    private static final Map<String, String> APPLIED = Map.of(
            "PUT /v1/kv/", "consul.kvs.apply",
            "DELETE /v1/kv/", "consul.kvs.apply",
            "PUT /v1/txn", "consul.txn.apply",
            "PUT /v1/session/create", "consul.session.apply",
            "PUT /v1/session/destroy/", "consul.session.apply",
            "PUT /v1/session/renew/", "consul.session.renew",
            "PUT /v1/catalog/register", "consul.catalog.register",
            "PUT /v1/catalog/deregister", "consul.catalog.deregister");

    private final Counter[] classes;
    private final Timing group;
    private final Timing endpoint;
    private final @Nullable Timing applied;

    private HttpMeter(String method, String path) {
        classes = CLASSES.stream()
                .map(status -> Metrics.HTTP_REQUESTS.with(method, path, status))
                .toArray(Counter[]::new);
        group = Metrics.HTTP_TIME.with(group(path));
        endpoint = Metrics.ALL.timing(
                consulName(method, path), "Time to answer " + method + " " + path + " in milliseconds");
        var name = APPLIED.get(method + " " + path);
        applied = name == null ? null : Metrics.ALL.timing(name, "Time of such a write over HTTP in milliseconds");
    }

    /** That of an endpoint; the same each time. */
    public static HttpMeter of(String method, String path) {
        return KNOWN.computeIfAbsent(method + " " + path, _ -> new HttpMeter(method, path));
    }

    /**
     * A request was answered.
     *
     * @param waits whether it was a blocking query, which takes as long as nothing changes
     * @param began by {@link System#nanoTime}
     */
    public void answered(int status, boolean waits, long began) {
        var took = System.nanoTime() - began;
        classes[Math.clamp(status / HUNDRED - 2L, 0, classes.length - 1)].increment();
        endpoint.record(took);
        if (!waits) {
            group.record(took);
        }
        if (applied != null) {
            applied.record(took);
        }
    }

    /** The part of the API: {@code kv} of {@code /v1/kv/}. */
    static String group(String path) {
        var parts = path.split("/", -1);
        return parts.length > 2 && parts[1].equals("v1") && !parts[2].isEmpty() ? parts[2] : "other";
    }

    /** {@code consul.http.GET.v1.kv._}: what follows the path of the table is an underscore, as with Consul. */
    static String consulName(String method, String path) {
        var name = "consul.http." + method + path.replace('/', '.');
        return name.endsWith(".") ? name + "_" : name;
    }
}
