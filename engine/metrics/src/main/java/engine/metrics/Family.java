package engine.metrics;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * One metric with all its series, which differ by the values of its labels.
 *
 * @param <T> what each series is
 */
public final class Family<T> {
    /** Series of one family; what comes beyond that is counted together, under the label value {@value #OTHER}. */
    static final int MAX_SERIES = 1000;

    private static final String OTHER = "other";

    /** What it is. */
    public enum Kind {
        /** Grows only. */
        COUNTER,
        /** Goes up and down. */
        GAUGE,
        /** How long something takes. */
        TIMING
    }

    private final String name;
    private final Kind kind;
    private final String help;
    private final List<String> labels;
    private final Supplier<T> making;
    private final Map<List<String>, T> series = new ConcurrentHashMap<>();

    Family(String name, Kind kind, String help, List<String> labels, Supplier<T> making) {
        this.name = name;
        this.kind = kind;
        this.help = help;
        this.labels = List.copyOf(labels);
        this.making = making;
    }

    /** {@code engine_..._total} as in Prometheus, or {@code consul.raft.apply}: with dots it is one of Consul's own names. */
    public String name() {
        return name;
    }

    /** Whether it goes by one of Consul's names: its times are in milliseconds then. */
    public boolean isConsuls() {
        return name.indexOf('.') > 0;
    }

    /** What it is. */
    public Kind kind() {
        return kind;
    }

    /** A sentence without its full stop. */
    public String help() {
        return help;
    }

    /** Names of its labels. */
    public List<String> labels() {
        return labels;
    }

    /** The series with these values of the labels, made when it is asked for first. */
    public T with(String... values) {
        var key = List.of(values);
        var known = series.get(key);
        return known != null ? known : make(key);
    }

    private T make(List<String> values) {
        if (values.size() != labels.size()) {
            throw new IllegalArgumentException(name + " has the labels " + labels);
        }
        var key = series.size() < MAX_SERIES
                ? values
                : values.stream().map(_ -> OTHER).toList();
        return series.computeIfAbsent(key, _ -> making.get());
    }

    /** Shows what is there already under these values. */
    public void show(T instrument, String... values) {
        series.put(List.of(values), instrument);
    }

    /** Forgets the series of something that is gone. */
    public void forget(String... values) {
        series.remove(List.of(values));
    }

    /** All of them now, by the values of the labels. */
    public Map<List<String>, T> series() {
        return series;
    }
}
