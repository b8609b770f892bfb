package engine.snapshot;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** A number for each kind. */
final class Counts {
    private final EnumMap<Kind, Long> numbers = new EnumMap<>(Kind.class);

    Counts() {
        for (var kind : Kind.values()) {
            numbers.put(kind, 0L);
        }
    }

    void add(Kind kind, long more) {
        numbers.merge(kind, more, Long::sum);
    }

    Map<Kind, Long> toMap() {
        return Collections.unmodifiableMap(new EnumMap<>(numbers));
    }
}
