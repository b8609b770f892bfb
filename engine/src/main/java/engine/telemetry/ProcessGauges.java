package engine.telemetry;

import engine.metrics.Gauge;
import engine.metrics.Metrics;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.DoubleSupplier;
import java.util.function.ToLongFunction;

/** Gauges of the process and its JVM, by the names that Prometheus's own clients give them, and by Consul's. */
final class ProcessGauges {
    private static final double MILLIS = 1000;
    private static final double NANOS_PER_MILLI = 1e6;

    private ProcessGauges() {}

    static void begin() {
        var runtime = Runtime.getRuntime();
        gauge(
                "process_cpu_seconds_total",
                "CPU time of the process",
                () -> ProcessReading.now().cpu());
        gauge(
                "process_resident_memory_bytes",
                "Memory of the process",
                () -> ProcessReading.now().resident());
        gauge(
                "process_virtual_memory_bytes",
                "Addresses of the process",
                () -> ProcessReading.now().virtual());
        gauge("process_open_fds", "File descriptors that are open", ProcessReading::openFiles);
        gauge("process_max_fds", "File descriptors that may be open", ProcessReading::mostFiles);
        var started = ProcessHandle.current()
                .info()
                .startInstant()
                .map(start -> start.toEpochMilli() / MILLIS)
                .orElse(Double.NaN);
        gauge("process_start_time_seconds", "When the process started, in seconds of the epoch", () -> started);
        gauge(
                "jvm_heap_used_bytes",
                "Heap in use, garbage included",
                () -> (double) runtime.totalMemory() - runtime.freeMemory());
        gauge("jvm_heap_committed_bytes", "Heap that the JVM has from the system", () ->
                (double) runtime.totalMemory());
        gauge("jvm_heap_max_bytes", "Heap that the JVM may have", () -> (double) runtime.maxMemory());
        gauge(
                "jvm_threads",
                "Threads of the process",
                () -> ProcessReading.now().threads());
        gauge(
                "jvm_gc_collections_total",
                "Collections of garbage",
                () -> collectors(GarbageCollectorMXBean::getCollectionCount));
        gauge(
                "jvm_gc_seconds_total",
                "Time of collections of garbage",
                () -> collectors(GarbageCollectorMXBean::getCollectionTime) / MILLIS);
        consuls();
    }

    private static void consuls() {
        var runtime = Runtime.getRuntime();
        gauge("consul.runtime.alloc_bytes", "Heap in use", () -> (double) runtime.totalMemory() - runtime.freeMemory());
        gauge(
                "consul.runtime.sys_bytes",
                "Memory of the process",
                () -> ProcessReading.now().resident());
        gauge(
                "consul.runtime.num_goroutines",
                "Threads, as there are no goroutines",
                () -> ProcessReading.now().threads());
        gauge(
                "consul.runtime.total_gc_runs",
                "Collections of garbage",
                () -> collectors(GarbageCollectorMXBean::getCollectionCount));
        gauge(
                "consul.runtime.total_gc_pause_ns",
                "Time of collections of garbage in nanoseconds",
                () -> collectors(GarbageCollectorMXBean::getCollectionTime) * NANOS_PER_MILLI);
    }

    private static void gauge(String name, String help, DoubleSupplier reading) {
        Gauge made = Metrics.ALL.gauge(name, help);
        made.reads(reading);
    }

    private static double collectors(ToLongFunction<GarbageCollectorMXBean> what) {
        var sum = 0L;
        for (var collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            sum += Math.max(0, what.applyAsLong(collector));
        }
        return sum;
    }
}
