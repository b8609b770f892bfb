package engine.coordinates;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Finds the coordinate of one node: each measured round trip pushes it a little to where it would have been expected. Constants and
 * filters are those of Serf. Not thread-safe.
 */
final class Vivaldi {
    /** How much one measurement may change the error. */
    private static final double ERROR_GAIN = 0.25;

    /** How far one measurement may push. */
    private static final double FORCE_GAIN = 0.25;

    /** Over so many measurements the adjustment is a mean. */
    private static final int ADJUSTMENT_WINDOW = 20;

    /** The middle one of so many round trips to a node counts. */
    private static final int FILTER = 3;

    /** At so many seconds from the origin, a node is drawn back by a second; far nearer by nearly nothing: it keeps all from drifting. */
    private static final double GRAVITY = 150;

    private static final double ZERO = 1.0e-6;

    /** A longer round trip is a stall and no distance. */
    static final double LONGEST = 10;

    /** Nothing is so many seconds from the origin: who was pushed there was told nonsense, and begins anew. */
    private static final double FARTHEST = 10 * LONGEST;

    /** Nodes of which round trips are kept; with more, all are forgotten. */
    private static final int MOST_NODES = 1000;

    private final RandomGenerator random;
    private final Map<String, Deque<Double>> latest = new HashMap<>();
    private final double[] missed = new double[ADJUSTMENT_WINDOW];
    private int next;
    private Coordinate here = Coordinate.ORIGIN;

    /** @param random chooses a direction for nodes that are at one place */
    public Vivaldi(RandomGenerator random) {
        this.random = random;
    }

    /** Where the node is, as far as is known. */
    public Coordinate coordinate() {
        return here;
    }

    /**
     * Learns of a round trip.
     *
     * @param node that was measured
     * @param there where that is, as it says
     * @param seconds that it took
     * @return false for a time that cannot be one, which changes nothing
     */
    public boolean measured(String node, Coordinate there, double seconds) {
        if (!(seconds >= 0 && seconds <= LONGEST)) {
            return false;
        }
        var time = filtered(node, seconds);
        push(there, time);
        adjust(there, time);
        pullBack();
        if (!here.isFinite() || Coordinate.ORIGIN.rawDistanceTo(here) > FARTHEST) {
            here = Coordinate.ORIGIN;
            Arrays.fill(missed, 0);
        }
        return true;
    }

    private double filtered(String node, double seconds) {
        if (latest.size() >= MOST_NODES && !latest.containsKey(node)) {
            latest.clear();
        }
        var times = latest.computeIfAbsent(node, _ -> new ArrayDeque<>());
        times.addLast(seconds);
        if (times.size() > FILTER) {
            times.removeFirst();
        }
        return times.stream().sorted().skip(times.size() / 2).findFirst().orElse(seconds);
    }

    private void push(Coordinate there, double seconds) {
        var time = Math.max(seconds, ZERO);
        var distance = here.distanceTo(there);
        var wrong = Math.abs(distance - time) / time;
        var weight = here.error() / Math.max(here.error() + Math.max(there.error(), 0), ZERO);
        var error = ERROR_GAIN * weight * wrong + here.error() * (1 - ERROR_GAIN * weight);
        here = here.withError(Math.min(error, Coordinate.ERROR_MAX))
                .pushed(FORCE_GAIN * weight * (time - distance), there, random);
    }

    private void adjust(Coordinate there, double seconds) {
        missed[next] = seconds - here.rawDistanceTo(there);
        next = (next + 1) % ADJUSTMENT_WINDOW;
        here = here.withAdjustment(Arrays.stream(missed).sum() / (2.0 * ADJUSTMENT_WINDOW));
    }

    private void pullBack() {
        var out = Coordinate.ORIGIN.distanceTo(here) / GRAVITY;
        here = here.pushed(-out * out, Coordinate.ORIGIN, random);
    }
}
