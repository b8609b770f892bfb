package engine.metrics;

import engine.metrics.Family.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** All metrics, in order of their names, and the intervals that the last of them are told for. */
public final class Registry {
    /** How long an interval is, as Consul's. */
    public static final Duration INTERVAL = Duration.ofSeconds(10);

    private final Map<String, Family<?>> families = new ConcurrentSkipListMap<>();
    private volatile Instant shown = Instant.EPOCH;
    private volatile Exposition exposition = Exposition.ALL;

    /** A family of counters; the same when it is there. */
    public Family<Counter> counters(String name, String help, String... labels) {
        return family(new Family<>(name, Kind.COUNTER, help, List.of(labels), Counter::new));
    }

    /** A family of timings. */
    public Family<Timing> timings(String name, String help, String... labels) {
        return family(new Family<>(name, Kind.TIMING, help, List.of(labels), Timing::new));
    }

    /** A family of gauges. */
    public Family<Gauge> gauges(String name, String help, String... labels) {
        return family(new Family<>(name, Kind.GAUGE, help, List.of(labels), Gauge::new));
    }

    @SuppressWarnings("unchecked") // the kind decides the class, and is compared
    private <T> Family<T> family(Family<T> made) {
        var known = families.putIfAbsent(made.name(), made);
        if (known == null) {
            return made;
        }
        if (known.kind() != made.kind() || !known.labels().equals(made.labels())) {
            throw new IllegalArgumentException(made.name() + " is there already as something else");
        }
        return (Family<T>) known;
    }

    /** A counter without labels. */
    public Counter counter(String name, String help) {
        return counters(name, help).with();
    }

    /** A timing without labels. */
    public Timing timing(String name, String help) {
        return timings(name, help).with();
    }

    /** A gauge without labels. */
    public Gauge gauge(String name, String help) {
        return gauges(name, help).with();
    }

    /** All, in order of their names. */
    public Collection<Family<?>> families() {
        return families.values();
    }

    /** Ends the interval that began at {@code began}; called every {@link #INTERVAL} by one thread at a time. */
    public void tick(Instant began) {
        // One that goes by two names ends its interval once.
        var done = Collections.newSetFromMap(new IdentityHashMap<Object, Boolean>());
        for (var family : families.values()) {
            for (var series : family.series().values()) {
                if (done.add(series)) {
                    tick(series);
                }
            }
        }
        shown = began;
    }

    private static void tick(Object series) {
        switch (series) {
            case Counter counter -> counter.tick();
            case Timing timing -> timing.tick();
            default -> {}
        }
    }

    /** When the interval began that is told of; the epoch before one is over. */
    public Instant shown() {
        return shown;
    }

    /** What of it is shown, and under what name. */
    public Exposition exposition() {
        return exposition;
    }

    /** From now on. */
    public void expose(Exposition other) {
        exposition = other;
    }
}
