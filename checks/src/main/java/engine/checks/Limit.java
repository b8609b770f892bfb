package engine.checks;

import java.math.BigDecimal;

/** From where on a measurement of this machine is bad. */
public record Limit(Unit unit, double value) {

    /** What is compared. */
    public enum Unit {
        /** Percent that are used, at least. */
        PERCENT_USED,
        /** Bytes that are left, at most. */
        BYTES_LEFT,
        /** A load per processor, at least. */
        LOAD,
        /** Seconds that a clock is off, at least. */
        SECONDS
    }

    public Limit {
        if (!(value > 0) || Double.isInfinite(value) || (unit == Unit.PERCENT_USED && value > 100)) {
            throw new IllegalArgumentException("a limit must be greater than 0, and of percent at most 100");
        }
    }

    /** Whether this is reached before {@code other}, or with it. */
    boolean isReachedBefore(Limit other) {
        return unit != other.unit || (unit == Unit.BYTES_LEFT ? value >= other.value : value <= other.value);
    }

    @Override
    public String toString() {
        var number = BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
        return switch (unit) {
            case PERCENT_USED -> number + "%";
            case BYTES_LEFT -> Bytes.text((long) value) + " left";
            case LOAD -> number;
            case SECONDS -> number + " s";
        };
    }
}
