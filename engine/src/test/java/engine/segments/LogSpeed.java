package engine.segments;

import com.alipay.sofa.jraft.conf.ConfigurationManager;
import com.alipay.sofa.jraft.entity.LogEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Measures durable appends by the size of the batch, how long a log of a million entries takes to open, and reads. With a
 * directory on the disk in question, after {@code mvn test-compile}, on the class path of the tests:
 *
 * <pre>java -Xmx256m -XX:+UseSerialGC -cp ... engine.segments.LogSpeed DIRECTORY</pre>
 */
final class LogSpeed {
    private static final int VALUE = 200;
    private static final Duration RUN = Duration.ofSeconds(3);

    private LogSpeed() {}

    public static void main(String[] args) throws IOException {
        var dir = Path.of(args[0]).resolve("segments");
        var log = open(dir);
        append(log, 32, "to warm up");
        for (var batch : List.of(1, 8, 32, 128)) {
            append(log, batch, "");
        }
        log.reset(1);
        for (var count : List.of(100_000, 1_000_000)) {
            fill(log, count);
            recover(log, dir, count);
            log = open(dir);
        }
        read(log);
        log.shutdown();
    }

    private static SegmentLog open(Path dir) {
        var log = new SegmentLog(dir, why -> {
            print("%s", why);
            Runtime.getRuntime().halt(1);
        });
        Logs.open(log, new ConfigurationManager());
        return log;
    }

    private static void append(SegmentLog log, int batch, String what) {
        var times = new ArrayList<Long>();
        var start = System.nanoTime();
        while (System.nanoTime() - start < RUN.toNanos()) {
            var entries = entries(log, batch);
            var before = System.nanoTime();
            if (log.appendEntries(entries) != batch) {
                throw new IllegalStateException("not appended");
            }
            times.add(System.nanoTime() - before);
        }
        var nanos = times.stream().mapToLong(Long::longValue).sum();
        var sorted = times.stream().mapToLong(Long::longValue).sorted().toArray();
        print(
                "batches of %d: %d entries/s, one batch takes %.3f ms (p50), %.3f ms (p99) %s",
                batch,
                times.size() * (long) batch * 1_000_000_000L / nanos,
                sorted[sorted.length / 2] / 1e6,
                sorted[sorted.length * 99 / 100] / 1e6,
                what);
    }

    private static void fill(SegmentLog log, int count) {
        while (log.getLastLogIndex() < count) {
            log.appendEntries(entries(log, (int) Math.min(1_000, count - log.getLastLogIndex())));
        }
    }

    private static List<LogEntry> entries(SegmentLog log, int count) {
        var next = Math.max(log.getFirstLogIndex(), log.getLastLogIndex() + 1);
        var entries = new ArrayList<LogEntry>(count);
        for (var i = 0; i < count; i++) {
            var value = new byte[VALUE];
            Arrays.fill(value, (byte) (next + i));
            entries.add(Logs.data(next + i, 1, value));
        }
        return entries;
    }

    private static void recover(SegmentLog filled, Path dir, int count) throws IOException {
        filled.shutdown();
        for (var time = 0; time < 5; time++) {
            var start = System.nanoTime();
            var log = open(dir);
            print(
                    "%d entries, %d MB: open after %d ms, last is %d",
                    count, size(dir) >> 20, (System.nanoTime() - start) / 1_000_000, log.getLastLogIndex());
            log.shutdown();
        }
    }

    private static void read(SegmentLog log) {
        var random = new Random(1);
        for (var round = 0; round < 3; round++) {
            var start = System.nanoTime();
            for (var i = 0; i < 100_000; i++) {
                if (log.getEntry(1 + random.nextInt(1_000_000)) == null) {
                    throw new IllegalStateException("not read");
                }
            }
            print("one read of an entry takes %.1f us", (System.nanoTime() - start) / 1e3 / 100_000);
        }
        System.gc();
        print(
                "memory with the index of them: %d MB",
                (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20);
    }

    private static long size(Path dir) throws IOException {
        try (var files = Files.list(dir)) {
            var size = 0L;
            for (var file : files.toList()) {
                size += Files.size(file);
            }
            return size;
        }
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency of its own
    private static void print(String format, Object... arguments) {
        System.out.println(String.format(Locale.ROOT, format, arguments));
    }
}
