package engine.http;

import engine.metrics.Counter;
import engine.metrics.Family;
import engine.metrics.Gauge;
import engine.metrics.Registry;
import engine.metrics.Timing;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.BiConsumer;
import tools.jackson.core.JsonGenerator;

/** Metrics of an interval as Consul's {@code /v1/agent/metrics} has them: times are in milliseconds. */
final class MetricsJson {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss '+0000 UTC'").withZone(ZoneOffset.UTC);
    private static final int MILLIS = 1000;

    private MetricsJson() {}

    static void write(JsonGenerator out, Registry registry) {
        var began = registry.shown();
        out.writeStartObject();
        out.writeStringProperty("Timestamp", TIME.format(began.equals(Instant.EPOCH) ? present() : began));
        array(out, registry, "Gauges", Family.Kind.GAUGE, (each, labelled) -> {
            if (each instanceof Gauge gauge && gauge.isKnown() && Double.isFinite(gauge.value())) {
                labelled.begin(out);
                number(out, "Value", gauge.value());
                labelled.end(out);
            }
        });
        out.writeArrayPropertyStart("Points");
        out.writeEndArray();
        array(out, registry, "Counters", Family.Kind.COUNTER, (each, labelled) -> {
            if (each instanceof Counter counter) {
                var count = counter.interval();
                var one = count == 0 ? 0 : 1;
                aggregate(out, labelled, count, new double[] {count, one, one, one, 0});
            }
        });
        array(out, registry, "Samples", Family.Kind.TIMING, (each, labelled) -> {
            if (each instanceof Timing timing) {
                var in = timing.interval();
                aggregate(out, labelled, in.count(), new double[] {
                    in.sum() * MILLIS, in.least() * MILLIS, in.most() * MILLIS, in.mean() * MILLIS, in.stddev() * MILLIS
                });
            }
        });
        out.writeEndObject();
    }

    private static Instant present() {
        var now = Instant.now().getEpochSecond();
        return Instant.ofEpochSecond(now - now % Registry.INTERVAL.toSeconds());
    }

    /** The name and labels of one series. */
    private record Labelled(String name, List<String> labels, List<String> values) {
        void begin(JsonGenerator out) {
            out.writeStartObject();
            out.writeStringProperty("Name", name);
        }

        void end(JsonGenerator out) {
            out.writeObjectPropertyStart("Labels");
            for (var i = 0; i < labels.size(); i++) {
                out.writeStringProperty(labels.get(i), values.get(i));
            }
            out.writeEndObject();
            out.writeEndObject();
        }
    }

    private static void array(
            JsonGenerator out, Registry registry, String name, Family.Kind kind, BiConsumer<Object, Labelled> write) {
        var exposition = registry.exposition();
        out.writeArrayPropertyStart(name);
        for (var family : registry.families()) {
            if (family.kind() == kind && exposition.shows(family.name())) {
                var shown = exposition.shown(family.name());
                family.series()
                        .forEach((values, each) -> write.accept(each, new Labelled(shown, family.labels(), values)));
            }
        }
        out.writeEndArray();
    }

    /** @param values sum, least, most, mean and standard deviation */
    private static void aggregate(JsonGenerator out, Labelled labelled, long count, double[] values) {
        labelled.begin(out);
        out.writeNumberProperty("Count", count);
        number(out, "Rate", values[0] / Registry.INTERVAL.toSeconds());
        number(out, "Sum", values[0]);
        number(out, "Min", values[1]);
        number(out, "Max", values[2]);
        number(out, "Mean", values[3]);
        number(out, "Stddev", values[4]);
        labelled.end(out);
    }

    /** Whole numbers without a fraction, as Go writes them. */
    private static void number(JsonGenerator out, String name, double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            out.writeNumberProperty(name, (long) value);
        } else {
            out.writeNumberProperty(name, value);
        }
    }
}
