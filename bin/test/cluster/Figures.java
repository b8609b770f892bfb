package cluster;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Measured values of one row, and the line that tells them. */
final class Figures {
    private static final int ENOUGH_FOR_P99 = 100;

    private final String row;
    private final String unit;
    private final List<Double> values = new ArrayList<>();
    private String remark = "";

    Figures(String row, String unit) {
        this.row = row;
        this.unit = unit;
    }

    void add(double value) {
        values.add(value);
    }

    /** A duration in the unit of milliseconds. */
    void addNanos(long nanos) {
        values.add(nanos / 1e6);
    }

    Figures remark(String text) {
        remark = "  " + text;
        return this;
    }

    @Override
    public String toString() {
        var sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.isEmpty()
                ? row + "  n=0" + remark
                : String.format(
                        Locale.ROOT,
                        "%-22s n=%-4d p50=%.4g%s max=%.4g %s%s",
                        row,
                        sorted.size(),
                        sorted.get(sorted.size() / 2),
                        sorted.size() < ENOUGH_FOR_P99 ? "" : String.format(Locale.ROOT, " p99=%.4g", sorted.get(sorted.size() * 99 / 100)),
                        sorted.getLast(),
                        unit,
                        remark);
    }
}
