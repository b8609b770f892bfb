package engine.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** Orders answers by the distance from a node, as {@code near} asks. */
final class Near {
    private final Coordinates coordinates;
    private final String self;

    /** @param self name of this agent's node */
    Near(Coordinates coordinates, String self) {
        this.coordinates = coordinates;
        this.self = self;
    }

    /** An item with its distance, worked out once. */
    private record Away<T>(T item, double distance) {}

    /**
     * The nearest first; what is equally far, or nobody knows how far, stays in its order, the latter at the end. Where nothing is
     * known of the node itself, all stays in its order.
     *
     * @param node on which an item is
     */
    <T> Function<List<T>, List<T>> of(Call call, Function<T, String> node) {
        var asked = call.query().first("near");
        if (asked.isEmpty()) {
            return items -> items;
        }
        var from = asked.equals("_agent") ? agent(call) : asked;
        return items -> {
            var distance = coordinates.from(from);
            if (distance.isEmpty()) {
                return items;
            }
            var away = new ArrayList<Away<T>>(items.size());
            for (var item : items) {
                away.add(new Away<>(item, distance.get().applyAsDouble(node.apply(item))));
            }
            away.sort(Comparator.comparingDouble(Away::distance));
            return away.stream().map(Away::item).toList();
        };
    }

    /** The agent that was asked: where a client agent has handed the request on, that one. */
    private String agent(Call call) {
        var agent = call.context().agent();
        return agent.isEmpty() ? self : agent;
    }
}
