package engine.checks;

import java.time.Duration;
import java.util.Locale;

/**
 * A measurement of this machine.
 *
 * @param used percent; NaN where that is not what is measured
 * @param left bytes; NaN where that is not what is measured
 * @param number a load per processor, or seconds; NaN where that is not what is measured
 */
record HostReading(double used, double left, double number, String text) {

    static HostReading ofSpace(long used, long left) {
        double percent = used + left <= 0 ? 0 : 100.0 * used / (used + left);
        return new HostReading(
                percent,
                left,
                Double.NaN,
                String.format(Locale.ROOT, "%.1f%% used, %s left", percent, Bytes.text(left)));
    }

    /** As df(1) counts: what is kept for root is neither used nor left. */
    static HostReading ofDisk(Syscalls.FileSystem system) {
        return ofSpace((system.blocks() - system.free()) * system.blockSize(), system.available() * system.blockSize());
    }

    /** A file system that makes inodes as it needs them has none, and is never full of them. */
    static HostReading ofInodes(Syscalls.FileSystem system) {
        long used = system.inodes() - system.freeInodes();
        double percent = system.inodes() == 0 ? 0 : 100.0 * used / system.inodes();
        return new HostReading(
                percent,
                Double.NaN,
                Double.NaN,
                system.inodes() == 0
                        ? "no fixed number of inodes"
                        : String.format(Locale.ROOT, "%.1f%% of inodes used, %d left", percent, system.freeInodes()));
    }

    static HostReading ofLoad(double load, int processors) {
        return new HostReading(
                Double.NaN,
                Double.NaN,
                load / processors,
                String.format(Locale.ROOT, "%.2f, %.2f per processor (%d)", load, load / processors, processors));
    }

    /** @param offset positive where this machine's clock is behind */
    static HostReading ofClock(Duration offset) {
        double seconds = offset.toNanos() / 1e9;
        return new HostReading(
                Double.NaN,
                Double.NaN,
                Math.abs(seconds),
                String.format(
                        Locale.ROOT, "this clock is %.3f s %s", Math.abs(seconds), seconds > 0 ? "behind" : "ahead"));
    }

    boolean reaches(Limit limit) {
        return switch (limit.unit()) {
            case PERCENT_USED -> used >= limit.value();
            case BYTES_LEFT -> left <= limit.value();
            case LOAD, SECONDS -> number >= limit.value();
        };
    }
}
