package engine.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** How long something takes: a histogram of all time, and what the last interval was like. For any thread. */
public final class Timing {
    /** Upper bounds of the buckets in seconds; one more has the rest. */
    private static final double[] BOUNDS = {
        0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
    };

    private static final double NANOS = 1e9;
    private static final long[] BOUND_NANOS =
            Arrays.stream(BOUNDS).mapToLong(bound -> Math.round(bound * NANOS)).toArray();

    private final AtomicLongArray buckets = new AtomicLongArray(BOUNDS.length + 1);
    private final LongAdder nanos = new LongAdder();
    private final DoubleAdder squares = new DoubleAdder();
    private final LongAccumulator least = new LongAccumulator(Math::min, Long.MAX_VALUE);
    private final LongAccumulator most = new LongAccumulator(Math::max, 0);
    private volatile Total before = new Total(new long[BOUNDS.length + 1], 0, 0);
    private volatile Interval last = Interval.NONE;
    private volatile boolean ticked;

    /** All of a time: of each bucket, and sums in seconds. */
    private static final class Total {
        private final long[] buckets;
        private final double sum;
        private final double squares;

        Total(long[] buckets, double sum, double squares) {
            this.buckets = buckets;
            this.sum = sum;
            this.squares = squares;
        }

        Total minus(Total other) {
            var rest = new long[buckets.length];
            Arrays.setAll(rest, i -> buckets[i] - other.buckets[i]);
            return new Total(rest, sum - other.sum, squares - other.squares);
        }

        long count() {
            return Arrays.stream(buckets).sum();
        }
    }

    /**
     * What an interval was like; times in seconds, 0 where nothing happened.
     *
     * @param stddev of those of the interval
     * @param quantiles see {@link #QUANTILES}; NaN where nothing happened
     */
    public record Interval(long count, double sum, double least, double most, double stddev, List<Double> quantiles) {
        static final Interval NONE = new Interval(0, 0, 0, 0, 0, List.of(Double.NaN, Double.NaN, Double.NaN));

        /** Sum by count. */
        public double mean() {
            return count == 0 ? 0 : sum / count;
        }
    }

    /** Those of an interval. */
    static final double[] QUANTILES = {0.5, 0.9, 0.99};

    /** Something took so long. */
    public void record(long took) {
        var time = Math.max(0, took);
        buckets.incrementAndGet(bucket(time));
        nanos.add(time);
        var seconds = time / NANOS;
        squares.add(seconds * seconds);
        least.accumulate(time);
        most.accumulate(time);
    }

    /** Something took from then, by {@link System#nanoTime}, until now. */
    public void recordSince(long began) {
        record(System.nanoTime() - began);
    }

    private static int bucket(long time) {
        var i = 0;
        while (i < BOUND_NANOS.length && time > BOUND_NANOS[i]) {
            i++;
        }
        return i;
    }

    /** Upper bounds of the buckets in seconds, without the last, which has none. */
    static double[] bounds() {
        return BOUNDS.clone();
    }

    /** How many there are up to each bound, all of them last. */
    long[] cumulative() {
        var counts = new long[buckets.length()];
        var sum = 0L;
        for (var i = 0; i < counts.length; i++) {
            sum += buckets.get(i);
            counts[i] = sum;
        }
        return counts;
    }

    /** How often it has happened. */
    public long count() {
        var sum = 0L;
        for (var i = 0; i < buckets.length(); i++) {
            sum += buckets.get(i);
        }
        return sum;
    }

    /** Seconds of all of them. */
    public double seconds() {
        return nanos.sum() / NANOS;
    }

    /** The last interval that is over; before there is one, the present one. */
    public Interval interval() {
        return ticked ? last : between(before, present(), least.get(), most.get());
    }

    /** Ends an interval. Called by one thread at a time. */
    void tick() {
        var now = present();
        last = between(before, now, least.getThenReset(), most.getThenReset());
        before = now;
        ticked = true;
    }

    private Total present() {
        var counts = new long[buckets.length()];
        Arrays.setAll(counts, buckets::get);
        return new Total(counts, seconds(), squares.sum());
    }

    private static Interval between(Total before, Total now, long least, long most) {
        var in = now.minus(before);
        var count = in.count();
        if (count == 0) {
            return Interval.NONE;
        }
        var low = least == Long.MAX_VALUE ? 0 : least / NANOS;
        var high = most / NANOS;
        var variance = (in.squares - in.sum * in.sum / count) / Math.max(1, count - 1);
        var quantiles = Arrays.stream(QUANTILES)
                .map(quantile -> Math.clamp(quantile(in.buckets, quantile * count), low, Math.max(low, high)))
                .boxed()
                .toList();
        return new Interval(count, in.sum, low, high, Math.sqrt(Math.max(0, variance)), quantiles);
    }

    /** Taken to lie evenly within each bucket, as Prometheus takes them. */
    private static double quantile(long[] buckets, double rank) {
        var below = 0L;
        for (var i = 0; i < BOUNDS.length; i++) {
            if (below + buckets[i] >= rank && buckets[i] > 0) {
                var from = i == 0 ? 0 : BOUNDS[i - 1];
                return from + (BOUNDS[i] - from) * (rank - below) / buckets[i];
            }
            below += buckets[i];
        }
        return Double.POSITIVE_INFINITY;
    }
}
