package engine.coordinates;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Coordinates as agents write them to each other. */
final class CoordinateJson {

    private CoordinateJson() {}

    static Map<String, Object> of(Coordinate coordinate) {
        return Map.of(
                "Vec", coordinate.vector(),
                "Error", coordinate.error(),
                "Adjustment", coordinate.adjustment(),
                "Height", coordinate.height());
    }

    /** Empty for what is none: an agent of another version may write something else. */
    static Optional<Coordinate> read(@Nullable Object json) {
        if (!(json instanceof Map<?, ?> object && object.get("Vec") instanceof List<?> list)) {
            return Optional.empty();
        }
        var vector = new ArrayList<Double>();
        for (var each : list) {
            vector.add(each instanceof Number number ? number.doubleValue() : Double.NaN);
        }
        try {
            return Optional.of(Coordinate.of(
                    vector, number(object, "Error"), number(object, "Adjustment"), number(object, "Height")));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static double number(Map<?, ?> object, String name) {
        return object.get(name) instanceof Number number ? number.doubleValue() : Double.NaN;
    }
}
