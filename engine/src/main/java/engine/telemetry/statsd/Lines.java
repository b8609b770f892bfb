package engine.telemetry.statsd;

import engine.metrics.Counter;
import engine.metrics.Family;
import engine.metrics.Gauge;
import engine.metrics.Registry;
import engine.metrics.Timing;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * The metrics of the last interval, a line each: {@code name:value|type}. What did not happen has no line. A timing is its mean with
 * the share that one of them is, so that a server counts them all, and gauges of its quantiles.
 */
final class Lines {
    private static final double MILLIS = 1000;
    private static final String[] QUANTILES = {".p50", ".p90", ".p99"};

    private final boolean tagged;
    private final String tags;
    private final List<String> lines = new ArrayList<>();

    private Lines(boolean tagged, List<String> tags) {
        this.tagged = tagged;
        this.tags = String.join(",", tags);
    }

    /** Labels are parts of the name, as Consul sends them to StatsD. */
    static List<String> plain(Registry registry) {
        return new Lines(false, List.of()).of(registry);
    }

    /** Labels are tags. */
    static List<String> tagged(Registry registry, List<String> tags) {
        return new Lines(true, tags).of(registry);
    }

    private List<String> of(Registry registry) {
        var exposition = registry.exposition();
        for (var family : registry.families()) {
            if (exposition.shows(family.name())) {
                var name = exposition.shown(family.name());
                family.series().forEach((values, series) -> add(name, family, values, series));
            }
        }
        return lines;
    }

    private void add(String name, Family<?> family, List<String> values, Object series) {
        var called = new StringBuilder(name);
        var labelled = new StringBuilder(tags);
        for (var i = 0; i < values.size(); i++) {
            if (tagged) {
                labelled.append(labelled.isEmpty() ? "" : ",")
                        .append(family.labels().get(i))
                        .append(':')
                        .append(clean(values.get(i), ""));
            } else {
                called.append('.').append(clean(values.get(i), "."));
            }
        }
        var end = labelled.isEmpty() ? "" : "|#" + labelled;
        Consumer<String> add = text -> lines.add(called + text + end);
        switch (series) {
            case Counter counter when counter.interval() > 0 -> add.accept(":" + counter.interval() + "|c");
            case Gauge gauge
            when gauge.isKnown() && Double.isFinite(gauge.value()) -> add.accept(":" + number(gauge.value()) + "|g");
            case Timing timing when timing.interval().count() > 0 -> timing(timing.interval(), add);
            default -> {}
        }
    }

    private static void timing(Timing.Interval in, Consumer<String> add) {
        add.accept(":" + number(in.mean() * MILLIS) + "|ms" + (in.count() == 1 ? "" : "|@" + number(1.0 / in.count())));
        for (var i = 0; i < QUANTILES.length; i++) {
            add.accept(QUANTILES[i] + ":" + number(in.quantiles().get(i) * MILLIS) + "|g");
        }
    }

    /** Without what would end it: a value of a label as a part of a name has no dots either. */
    private static String clean(String text, String also) {
        var cleaned = new StringBuilder(text.length());
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            cleaned.append(c <= ' ' || ":|@#,".indexOf(c) >= 0 || also.indexOf(c) >= 0 ? '_' : c);
        }
        return cleaned.toString();
    }

    /** Without an exponent, which not every server reads. */
    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.6f", value);
    }
}
