package engine.checks;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Which checks a check needs: those that it depends on, and those that it is made of. */
public final class Dependencies {

    private Dependencies() {}

    /** Ids of the checks that a check needs, directly. */
    public static List<String> of(CheckDefinition definition) {
        var ids = new ArrayList<>(definition.options().dependsOn());
        if (definition.spec() instanceof CheckSpec.Combined(var _, var checks)) {
            ids.addAll(checks);
        }
        return List.copyOf(ids);
    }

    /**
     * The way on which a check would need itself, were it defined so; empty where there is none.
     *
     * @param present the definitions there are, by id
     * @return the ids on the way, its own first and last
     */
    public static Optional<List<String>> cycle(
            CheckDefinition definition, Function<String, Optional<CheckDefinition>> present) {
        var start = definition.id();
        var cameFrom = new HashMap<String, String>();
        var left = new ArrayDeque<String>();
        left.add(start);
        while (!left.isEmpty()) {
            var id = left.remove();
            var needs = id.equals(start)
                    ? of(definition)
                    : present.apply(id).map(Dependencies::of).orElse(List.of());
            for (var need : needs) {
                if (need.equals(start)) {
                    return Optional.of(way(start, id, cameFrom));
                }
                if (cameFrom.putIfAbsent(need, id) == null) {
                    left.add(need);
                }
            }
        }
        return Optional.empty();
    }

    /** Why a check with this {@link #cycle} cannot be. */
    public static String sentence(List<String> cycle) {
        return "check '" + cycle.getFirst() + "' would depend on itself: " + String.join(" -> ", cycle);
    }

    private static List<String> way(String start, String last, Map<String, String> cameFrom) {
        var way = new ArrayList<String>();
        way.add(start);
        for (var id = last; !id.equals(start); id = cameFrom.getOrDefault(id, start)) {
            way.add(id);
        }
        way.add(start);
        Collections.reverse(way);
        return way;
    }
}
