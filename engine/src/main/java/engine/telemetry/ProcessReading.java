package engine.telemetry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What Linux tells of this process; NaN for what it does not tell. Read at once for all that is asked for together.
 *
 * @param cpu seconds of all threads, in the system too
 * @param resident bytes in memory
 * @param virtual bytes of addresses
 */
record ProcessReading(double cpu, double resident, double virtual, double threads, long at) {
    /** Unit of the times in /proc, the same on every Linux (proc(5), USER_HZ). */
    private static final double TICKS_PER_SECOND = 100;

    private static final int KIB = 1024;
    /** Of {@code utime} and {@code stime} behind the name of the program, whose last character is {@code )}. */
    private static final int UTIME = 11;

    private static final Path SELF = Path.of("/proc/self");
    private static final long FRESH_NANOS = 200_000_000;
    private static final AtomicReference<@Nullable ProcessReading> LAST = new AtomicReference<>();

    static ProcessReading now() {
        var last = LAST.get();
        if (last != null && System.nanoTime() - last.at < FRESH_NANOS) {
            return last;
        }
        var read = read();
        LAST.set(read);
        return read;
    }

    private static ProcessReading read() {
        var status = lines("status");
        return new ProcessReading(
                cpu(lines("stat")),
                kib(status, "VmRSS:"),
                kib(status, "VmSize:"),
                number(status, "Threads:"),
                System.nanoTime());
    }

    private static double cpu(List<String> stat) {
        if (stat.isEmpty()) {
            return Double.NaN;
        }
        var line = stat.getFirst();
        var fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
        return (Double.parseDouble(fields[UTIME]) + Double.parseDouble(fields[UTIME + 1])) / TICKS_PER_SECOND;
    }

    private static double kib(List<String> lines, String name) {
        return number(lines, name) * KIB;
    }

    private static double number(List<String> lines, String name) {
        return word(lines, name).map(Double::parseDouble).orElse(Double.NaN);
    }

    private static Optional<String> word(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).strip().split(" ")[0])
                .findFirst();
    }

    /** File descriptors that are open. */
    static double openFiles() {
        try (var open = Files.list(SELF.resolve("fd"))) {
            // One is that of the listing itself.
            return open.count() - 1.0;
        } catch (IOException _) {
            return Double.NaN;
        }
    }

    /** How many may be open. */
    static double mostFiles() {
        return word(lines("limits"), "Max open files")
                .filter(limit -> !limit.equals("unlimited"))
                .map(Double::parseDouble)
                .orElse(Double.POSITIVE_INFINITY);
    }

    private static List<String> lines(String name) {
        try {
            return Files.readAllLines(SELF.resolve(name));
        } catch (IOException _) {
            return List.of();
        }
    }
}
