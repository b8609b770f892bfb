package engine.metrics;

import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** How much there is of something now. It is read when it is asked for, and shown once somebody has said how. */
public final class Gauge {
    private volatile @Nullable DoubleSupplier reading;

    /**
     * How it is read from now on.
     *
     * @param how must neither block nor throw; NaN for what is not known
     */
    public void reads(DoubleSupplier how) {
        reading = how;
    }

    /** Whether it is shown: what an agent does not have has no value. */
    public boolean isKnown() {
        return reading != null;
    }

    /** Its value now; NaN where it is not known. */
    public double value() {
        var how = reading;
        return how == null ? Double.NaN : how.getAsDouble();
    }
}
