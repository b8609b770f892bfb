package engine.coordinates;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A point such that the distance of two of them is about the round trip between their nodes. Lengths are seconds. As in Serf's
 * coordinates, which follow "Vivaldi: a decentralized network coordinate system" (Dabek and others, 2004).
 */
public final class Coordinate {
    /** Of the space in which all are. */
    public static final int DIMENSIONS = 8;

    /** The height of what has nothing but a fast line of its own to the network. */
    static final double HEIGHT_MIN = 10.0e-6;

    /** The error of what has measured nothing, and the greatest there is. */
    static final double ERROR_MAX = 1.5;

    /** Below this, two points are at the same place. */
    private static final double ZERO = 1.0e-6;

    /** Where all begin. */
    public static final Coordinate ORIGIN = new Coordinate(new double[DIMENSIONS], ERROR_MAX, 0, HEIGHT_MIN);

    private final double[] vector;
    private final double error;
    private final double adjustment;
    private final double height;

    private Coordinate(double[] vector, double error, double adjustment, double height) {
        this.vector = vector;
        this.error = error;
        this.adjustment = adjustment;
        this.height = height;
    }

    /**
     * A coordinate as somebody says it.
     *
     * @param vector {@link #DIMENSIONS} lengths
     * @throws IllegalArgumentException with a sentence for another number of them, and for what is not finite
     */
    public static Coordinate of(List<Double> vector, double error, double adjustment, double height) {
        if (vector.size() != DIMENSIONS) {
            throw new IllegalArgumentException("a coordinate has " + DIMENSIONS + " dimensions");
        }
        var said =
                new Coordinate(vector.stream().mapToDouble(Double::doubleValue).toArray(), error, adjustment, height);
        if (!said.isFinite()) {
            throw new IllegalArgumentException("a coordinate consists of finite numbers");
        }
        return said;
    }

    /** The lengths in each dimension. */
    public List<Double> vector() {
        return Arrays.stream(vector).boxed().toList();
    }

    /** How wrong it is thought to be: the part of a distance by which that may miss. */
    public double error() {
        return error;
    }

    /** What is added to its distances, as they have missed lately. */
    public double adjustment() {
        return adjustment;
    }

    /** How far its node is from the network in which the dimensions lie: its own line. */
    public double height() {
        return height;
    }

    /** The round trip to expect between the two nodes, in seconds. */
    public double distanceTo(Coordinate other) {
        var raw = rawDistanceTo(other);
        var adjusted = raw + adjustment + other.adjustment;
        return adjusted > 0 ? adjusted : raw;
    }

    double rawDistanceTo(Coordinate other) {
        return length(minus(vector, other.vector)) + height + other.height;
    }

    /** How far it is from where it was, adjustment and height included. */
    double movedFrom(Coordinate before) {
        return length(minus(vector, before.vector))
                + Math.abs(height - before.height)
                + Math.abs(adjustment - before.adjustment);
    }

    /** Pushed away from another point by so many seconds; towards it, where they are negative. */
    Coordinate pushed(double force, Coordinate from, RandomGenerator random) {
        var direction = minus(vector, from.vector);
        var distance = length(direction);
        var apart = distance > ZERO;
        var unit = apart ? scaled(direction, 1 / distance) : anyDirection(random);
        var higher = apart ? Math.max(HEIGHT_MIN, (height + from.height) * force / distance + height) : height;
        return new Coordinate(plus(vector, scaled(unit, force)), error, adjustment, higher);
    }

    Coordinate withError(double changed) {
        return new Coordinate(vector, changed, adjustment, height);
    }

    Coordinate withAdjustment(double changed) {
        return new Coordinate(vector, error, changed, height);
    }

    boolean isFinite() {
        return Arrays.stream(vector).allMatch(Double::isFinite)
                && Double.isFinite(error)
                && Double.isFinite(adjustment)
                && Double.isFinite(height);
    }

    private static double[] anyDirection(RandomGenerator random) {
        var direction = new double[DIMENSIONS];
        for (var i = 0; i < DIMENSIONS; i++) {
            direction[i] = random.nextDouble() - 0.5;
        }
        var length = length(direction);
        if (length > ZERO) {
            return scaled(direction, 1 / length);
        }
        direction[0] = 1;
        return direction;
    }

    private static double[] minus(double[] one, double[] other) {
        var result = new double[DIMENSIONS];
        Arrays.setAll(result, i -> one[i] - other[i]);
        return result;
    }

    private static double[] plus(double[] one, double[] other) {
        var result = new double[DIMENSIONS];
        Arrays.setAll(result, i -> one[i] + other[i]);
        return result;
    }

    private static double[] scaled(double[] one, double factor) {
        var result = new double[DIMENSIONS];
        Arrays.setAll(result, i -> one[i] * factor);
        return result;
    }

    private static double length(double[] one) {
        var squares = 0.0;
        for (var each : one) {
            squares += each * each;
        }
        return Math.sqrt(squares);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Coordinate that
                && Arrays.equals(vector, that.vector)
                && error == that.error
                && adjustment == that.adjustment
                && height == that.height;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(vector) * 31 + Double.hashCode(height);
    }

    @Override
    public String toString() {
        return Arrays.toString(vector) + " error " + error + " adjustment " + adjustment + " height " + height;
    }
}
