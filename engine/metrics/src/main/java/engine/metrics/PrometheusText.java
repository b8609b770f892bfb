package engine.metrics;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Metrics in the text forms of Prometheus: 0.0.4, and OpenMetrics 1.0. */
public final class PrometheusText {
    private final StringBuilder out = new StringBuilder(1 << 16);
    private final boolean openMetrics;

    private PrometheusText(boolean openMetrics) {
        this.openMetrics = openMetrics;
    }

    /** All that a registry shows. */
    public static String write(Registry registry, boolean openMetrics) {
        var text = new PrometheusText(openMetrics);
        var exposition = registry.exposition();
        for (var family : registry.families()) {
            if (exposition.shows(family.name())) {
                text.family(family, exposition.shown(family.name()));
            }
        }
        return text.end();
    }

    /** A text that is begun; {@link #gauge} and {@link #sample} go into it, then {@link #end}. */
    public static PrometheusText begin(boolean openMetrics) {
        return new PrometheusText(openMetrics);
    }

    /** Begins a family of gauges. */
    public PrometheusText gauge(String name, String help) {
        head(name, "gauge", help);
        return this;
    }

    /** A value of the family that was begun last. */
    public PrometheusText sample(String name, List<String> labels, List<String> values, double value) {
        labelled(name, labels, values, null, "").append(number(value)).append('\n');
        return this;
    }

    /** The whole. */
    public String end() {
        if (openMetrics) {
            out.append("# EOF\n");
        }
        return out.toString();
    }

    private void family(Family<?> family, String shown) {
        if (family.series().values().stream().noneMatch(PrometheusText::isShown)) {
            return;
        }
        var name = shown.replaceAll("[^a-zA-Z0-9_:]", "_");
        switch (family.kind()) {
            case COUNTER -> counterHead(family, name);
            case GAUGE -> {
                // One that is called a total is a counter that somebody else keeps.
                if (name.endsWith("_total")) {
                    counterHead(family, name);
                } else {
                    head(name, "gauge", family.help());
                }
            }
            case TIMING -> head(name, family.isConsuls() ? "summary" : "histogram", family.help());
        }
        family.series().forEach((values, series) -> {
            switch (series) {
                case Counter counter -> sample(name, family.labels(), values, (double) counter.total());
                case Gauge gauge -> {
                    if (gauge.isKnown()) {
                        sample(name, family.labels(), values, gauge.value());
                    }
                }
                case Timing timing when family.isConsuls() -> summary(name, family.labels(), values, timing);
                case Timing timing -> histogram(name, family.labels(), values, timing);
                default -> throw new IllegalStateException("no form for " + series.getClass());
            }
        });
    }

    private static boolean isShown(Object series) {
        return !(series instanceof Gauge gauge) || gauge.isKnown();
    }

    /** In OpenMetrics a counter must end in _total. Consul's do not, and keep their names, so dashboards find them. */
    private void counterHead(Family<?> family, String name) {
        if (!openMetrics) {
            head(name, "counter", family.help());
        } else if (name.endsWith("_total")) {
            head(name.substring(0, name.length() - "_total".length()), "counter", family.help());
        } else {
            head(name, "unknown", family.help());
        }
    }

    private void head(String name, String type, String help) {
        out.append("# HELP ").append(name).append(' ');
        escape(help, false).append('\n');
        out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private void histogram(String name, List<String> labels, List<String> values, Timing timing) {
        var bounds = Timing.bounds();
        var counts = timing.cumulative();
        for (var i = 0; i < counts.length; i++) {
            var bound = i < bounds.length ? number(bounds[i]) : "+Inf";
            labelled(name + "_bucket", labels, values, "le", bound)
                    .append(counts[i])
                    .append('\n');
        }
        total(name, labels, values, timing.seconds(), counts[counts.length - 1]);
    }

    /** Of one of Consul's names: in milliseconds, with quantiles of the last interval. */
    private void summary(String name, List<String> labels, List<String> values, Timing timing) {
        var quantiles = timing.interval().quantiles();
        for (var i = 0; i < Timing.QUANTILES.length; i++) {
            labelled(name, labels, values, "quantile", number(Timing.QUANTILES[i]))
                    .append(number(quantiles.get(i) * 1000))
                    .append('\n');
        }
        total(name, labels, values, timing.seconds() * 1000, timing.count());
    }

    private void total(String name, List<String> labels, List<String> values, double sum, long count) {
        sample(name + "_sum", labels, values, sum);
        sample(name + "_count", labels, values, (double) count);
    }

    private StringBuilder labelled(
            String name, List<String> labels, List<String> values, @Nullable String more, String moreValue) {
        out.append(name);
        var separator = '{';
        for (var i = 0; i < labels.size(); i++) {
            out.append(separator).append(labels.get(i)).append("=\"");
            escape(values.get(i), true).append('"');
            separator = ',';
        }
        if (more != null) {
            out.append(separator).append(more).append("=\"").append(moreValue).append('"');
            separator = ',';
        }
        return out.append(separator == ',' ? "} " : " ");
    }

    private StringBuilder escape(String text, boolean quoted) {
        for (var i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '"' -> out.append(quoted || openMetrics ? "\\\"" : "\"");
                default -> out.append(text.charAt(i));
            }
        }
        return out;
    }

    private static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return Long.toString((long) value);
        }
        return Double.isNaN(value)
                ? "NaN"
                : Double.isInfinite(value) ? (value > 0 ? "+Inf" : "-Inf") : Double.toString(value);
    }
}
