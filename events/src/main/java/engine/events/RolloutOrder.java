package engine.events;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/** In which order a rollout takes its nodes. The same nodes are always arranged in the same way, but for those that are named in an order. */
public sealed interface RolloutOrder {
    /** Alphabetical. */
    record ByName() implements RolloutOrder {}

    /**
     * One of each value of a node's meta in turn, such as its zone, so that those at work at once are seldom of one zone.
     * Nodes without the key are a zone of their own.
     */
    record Spread(String metaKey) implements RolloutOrder {
        public Spread {
            if (metaKey.isEmpty()) {
                throw new IllegalArgumentException("an order that spreads needs the key of a node's meta");
            }
        }
    }

    /** As whoever starts it names them: that of the map which is arranged. */
    record AsGiven() implements RolloutOrder {}

    /** Random, and the same for the same seed. */
    record Shuffled(long seed) implements RolloutOrder {}

    /** @param nodes the meta of each node, by its name */
    default List<String> arrange(Map<String, Map<String, String>> nodes) {
        var names = List.copyOf(new TreeSet<>(nodes.keySet()));
        return switch (this) {
            case ByName() -> names;
            case AsGiven() -> List.copyOf(nodes.keySet());
            case Spread(var key) -> inTurn(names, nodes, key);
            case Shuffled(var seed) -> shuffled(names, seed);
        };
    }

    private static List<String> inTurn(List<String> names, Map<String, Map<String, String>> nodes, String key) {
        var zones = new TreeMap<String, Deque<String>>();
        for (var name : names) {
            var zone = nodes.getOrDefault(name, Map.of()).getOrDefault(key, "");
            zones.computeIfAbsent(zone, _ -> new ArrayDeque<>()).add(name);
        }
        var arranged = new ArrayList<String>();
        while (!zones.isEmpty()) {
            zones.values().forEach(zone -> arranged.add(zone.remove()));
            zones.values().removeIf(Deque::isEmpty);
        }
        return List.copyOf(arranged);
    }

    private static List<String> shuffled(List<String> names, long seed) {
        var arranged = new ArrayList<>(names);
        Collections.shuffle(arranged, new Random(seed));
        return List.copyOf(arranged);
    }
}
