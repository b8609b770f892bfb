package engine.checks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which checks need a check: those that depend on it, and those that are made of it and others. Not thread-safe. */
final class Dependents {
    private final Map<String, Set<String>> on = new HashMap<>();
    private final Map<String, Set<String>> madeOf = new HashMap<>();

    void add(CheckDefinition definition) {
        definition.options().dependsOn().forEach(id -> add(on, id, definition.id()));
        parts(definition).forEach(id -> add(madeOf, id, definition.id()));
    }

    void remove(CheckDefinition definition) {
        definition.options().dependsOn().forEach(id -> remove(on, id, definition.id()));
        parts(definition).forEach(id -> remove(madeOf, id, definition.id()));
    }

    /** Ids of the checks that depend on this one. */
    List<String> on(String id) {
        return new ArrayList<>(on.getOrDefault(id, Set.of()));
    }

    /** Ids of the checks that are made of this one and others. */
    List<String> madeOf(String id) {
        return new ArrayList<>(madeOf.getOrDefault(id, Set.of()));
    }

    private static List<String> parts(CheckDefinition definition) {
        return definition.spec() instanceof CheckSpec.Combined(var _, var checks) ? checks : List.of();
    }

    private static void add(Map<String, Set<String>> map, String id, String dependent) {
        map.computeIfAbsent(id, _ -> new LinkedHashSet<>()).add(dependent);
    }

    private static void remove(Map<String, Set<String>> map, String id, String dependent) {
        map.computeIfPresent(id, (_, ids) -> {
            ids.remove(dependent);
            return ids.isEmpty() ? null : ids;
        });
    }
}
