package engine.http;

import engine.metrics.PrometheusText;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1/health/metrics}: how all services of the catalog are, for Prometheus. With {@code checks} each check of it too, by the
 * names of consul_exporter. Written once for each state of the catalog that is asked about.
 */
final class HealthMetricsRoutes {
    /** Samples of one answer at most; what is beyond is counted. */
    static final int MAX_SAMPLES = 100_000;

    private static final List<String> STATUSES = List.of("passing", "warning", "critical", "maintenance");
    private static final List<String> CHECK_STATUSES = List.of("passing", "warning", "critical");
    private static final List<String> SERVICE_LABELS = List.of("service", "status");
    private static final List<String> NODE_CHECK = List.of("check", "node", "status");
    private static final List<String> SERVICE_CHECK = List.of("check", "node", "service_id", "service_name", "status");

    private final Catalog catalog;
    private final Reads reads;
    private final Blocking blocking;
    private final AtomicReference<@Nullable Written> last = new AtomicReference<>();

    /** What was written of one state of the catalog. */
    private record Written(long index, boolean checks, boolean open, Answer answer) {}

    HealthMetricsRoutes(Catalog catalog, Reads reads, Blocking blocking) {
        this.catalog = catalog;
        this.reads = reads;
        this.blocking = blocking;
    }

    void addTo(Routes routes) {
        routes.get("/v1/health/metrics", this::metrics);
    }

    private CompletionStage<Answer> metrics(Call call) {
        reads.requireDatacenter(call);
        var index = blocking.index();
        var checks = call.query().has("checks");
        var open = MetricsRoutes.acceptsOpenMetrics(call);
        var known = last.get();
        if (known != null && known.index() == index && known.checks() == checks && known.open() == open) {
            return Reads.now(known.answer());
        }
        var answer = Answer.of(
                200, open ? MetricsRoutes.OPEN_METRICS : MetricsRoutes.TEXT, ByteString.fromString(text(checks, open)));
        last.set(new Written(index, checks, open, answer));
        return Reads.now(answer);
    }

    private String text(boolean checks, boolean open) {
        var out = new Samples(PrometheusText.begin(open));
        var services = catalog.services().value().keySet();
        out.begin(
                "engine_service_instances",
                "Instances of a service, by the worst of the checks that decide their health");
        for (var service : services) {
            var counts = new HashMap<String, Integer>();
            for (var instance : catalog.health(service).value()) {
                counts.merge(ServiceStatus.worst(instance.checks()), 1, Integer::sum);
            }
            for (var status : STATUSES) {
                out.add(SERVICE_LABELS, List.of(service, status), counts.getOrDefault(status, 0));
            }
        }
        out.begin("consul_catalog_services", "Services in the catalog, by name")
                .add(List.of(), List.of(), services.size());
        if (checks) {
            checks(out);
        }
        out.begin("engine_health_metrics_left_out", "Samples that are not shown, as there are too many")
                .last();
        return out.end();
    }

    private void checks(Samples out) {
        var all = catalog.checks().value();
        out.begin("consul_health_node_status", "1 where a check of a node has this state, else 0");
        for (var check : all) {
            if (check.serviceId().isEmpty()) {
                for (var status : CHECK_STATUSES) {
                    out.add(
                            NODE_CHECK,
                            List.of(check.id(), check.node(), status),
                            check.status().equals(status) ? 1 : 0);
                }
            }
        }
        out.begin("consul_health_service_status", "1 where a check of a service has this state, else 0");
        for (var check : all) {
            if (!check.serviceId().isEmpty()) {
                for (var status : CHECK_STATUSES) {
                    out.add(
                            SERVICE_CHECK,
                            List.of(check.id(), check.node(), check.serviceId(), check.serviceName(), status),
                            check.status().equals(status) ? 1 : 0);
                }
            }
        }
    }

    /** A text of at most {@link #MAX_SAMPLES}. */
    private static final class Samples {
        private final PrometheusText text;
        private String name = "";
        private int written;
        private int leftOut;

        Samples(PrometheusText text) {
            this.text = text;
        }

        Samples begin(String family, String help) {
            name = family;
            text.gauge(family, help);
            return this;
        }

        void add(List<String> labels, List<String> values, int value) {
            if (written < MAX_SAMPLES) {
                written++;
                text.sample(name, labels, values, value);
            } else {
                leftOut++;
            }
        }

        void last() {
            text.sample(name, List.of(), List.of(), leftOut);
        }

        String end() {
            return text.end();
        }
    }
}
