package engine.load;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/** When each of many checks was seen at its target, in nanoseconds. */
final class Arrivals {
    /** Of a check that is seen more often the rest is dropped. */
    private static final int MOST = 4096;

    private final long[][] times;
    private final int[] counts;

    Arrivals(int checks) {
        times = new long[checks][16];
        counts = new int[checks];
    }

    void add(int check, long nanos) {
        if (counts[check] < MOST) {
            if (counts[check] == times[check].length) {
                times[check] = Arrays.copyOf(times[check], 2 * counts[check]);
            }
            times[check][counts[check]++] = nanos;
        }
    }

    /** The first time that each was seen, of those that were seen. */
    LongStream first() {
        return all(0, 1);
    }

    /** All times but the first ones. */
    LongStream later(int skipped) {
        return all(skipped, MOST);
    }

    private LongStream all(int from, int to) {
        var found = LongStream.builder();
        for (var check = 0; check < counts.length; check++) {
            for (var n = from; n < Math.min(to, counts[check]); n++) {
                found.add(times[check][n]);
            }
        }
        return found.build();
    }

    /** From each time that a check was seen to its next, but for the first {@code skipped} ones. */
    long[] intervals(int skipped) {
        var found = LongStream.builder();
        for (var check = 0; check < counts.length; check++) {
            for (var n = skipped + 1; n < counts[check]; n++) {
                found.add(times[check][n] - times[check][n - 1]);
            }
        }
        return found.build().sorted().toArray();
    }

    /** How many came in each span of time, from the first to the last; the spans at both ends are left out. */
    static long[] each(LongStream times, long span) {
        var sorted = times.sorted().toArray();
        if (sorted.length == 0) {
            return sorted;
        }
        var counts = new long[(int) ((sorted[sorted.length - 1] - sorted[0]) / span) + 1];
        for (var time : sorted) {
            counts[(int) ((time - sorted[0]) / span)]++;
        }
        var whole = counts.length < 3 ? counts : Arrays.copyOfRange(counts, 1, counts.length - 1);
        Arrays.sort(whole);
        return whole;
    }

    /** Quantiles of sorted values. */
    static String quantiles(long[] sorted, double unit) {
        if (sorted.length == 0) {
            return "none";
        }
        var text = new StringBuilder("n " + sorted.length);
        for (var share : List.of(0.0, 0.01, 0.5, 0.99, 1.0)) {
            text.append(String.format(
                    Locale.ROOT, "  p%.0f %.1f", share * 100, sorted[(int) (share * (sorted.length - 1))] / unit));
        }
        return text.toString();
    }
}
