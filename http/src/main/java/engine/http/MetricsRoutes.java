package engine.http;

import engine.http.message.Entity;
import engine.metrics.PrometheusText;
import engine.metrics.Registry;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** {@code /v1/agent/metrics}: what the agent counts and times, as Consul shows it and as Prometheus reads it. */
final class MetricsRoutes {
    /** Of the form 0.0.4. */
    static final String TEXT = "text/plain; version=0.0.4; charset=UTF-8";

    static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=UTF-8";

    private final Registry registry;

    MetricsRoutes(Registry registry) {
        this.registry = registry;
    }

    void addTo(Routes routes) {
        routes.get("/v1/agent/metrics", this::metrics).get("/v1/agent/metrics/stream", this::stream);
    }

    private CompletionStage<Answer> metrics(Call call) {
        if (!call.query().first("format").equals("prometheus")) {
            return Reads.now(Answer.json(call.pretty(), out -> MetricsJson.write(out, registry)));
        }
        var open = acceptsOpenMetrics(call);
        var text = PrometheusText.write(registry, open);
        return Reads.now(Answer.of(200, open ? OPEN_METRICS : TEXT, ByteString.fromString(text)));
    }

    /** Whether the client would have OpenMetrics, as Prometheus would. */
    static boolean acceptsOpenMetrics(Call call) {
        return call.request()
                .headers()
                .first("Accept")
                .filter(types -> types.contains("application/openmetrics-text"))
                .isPresent();
    }

    /** The metrics of each interval when it is over, one JSON object after another. */
    private CompletionStage<Answer> stream(Call call) {
        var each = Source.tick(Registry.INTERVAL, Registry.INTERVAL, registry)
                .map(now -> Json.bytes(true, out -> MetricsJson.write(out, now)))
                // Of a client that reads too slowly nothing is kept: it is told the latest when it takes it.
                .conflate((_, latest) -> latest);
        return Reads.now(new Answer(200, Entity.streamed(Entity.JSON, each), List.of()));
    }
}
