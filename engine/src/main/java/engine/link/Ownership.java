package engine.link;

import engine.state.Key;
import engine.state.Op;
import engine.state.Value;
import java.util.List;
import java.util.Optional;

/** Whose an entry is: a client agent writes what is its node's own and nothing else. */
enum Ownership {
    /** The node and what is registered on it: sent as a whole at each attach. */
    REGISTERED,
    /** What the node did about an event, and the events that it fires: sent until a server has it. */
    RECORDED,
    /** No business of this node. */
    FOREIGN;

    static Ownership of(String node, Key key) {
        var name = Key.fold(node);
        return switch (key) {
            case Key.Node k -> k.node().equals(name) ? REGISTERED : FOREIGN;
            case Key.Service k -> k.node().equals(name) ? REGISTERED : FOREIGN;
            case Key.Check k -> k.node().equals(name) ? REGISTERED : FOREIGN;
            case Key.Receipt k -> k.node().equals(name) ? RECORDED : FOREIGN;
            case Key.Run k -> k.node().equals(name) ? RECORDED : FOREIGN;
            case Key.Event _ -> RECORDED;
            // Made by a server of what its agents tell.
            case Key.Receipts _ -> FOREIGN;
            case Key.Member _, Key.Kv _, Key.Overlay _, Key.Session _, Key.Document _ -> FOREIGN;
        };
    }

    private static boolean isOfAnother(String node, Op op) {
        return op.key() instanceof Key.Event
                && !(op instanceof Op.Put put
                        && put.value() instanceof Value.Event event
                        && Key.fold(event.firedBy()).equals(Key.fold(node)));
    }

    /** Why {@code node} may not write {@code ops}; empty where it may. */
    static Optional<String> refusal(String node, List<? extends Op> ops) {
        return ops.stream()
                .filter(op -> of(node, op.key()) == FOREIGN || isOfAnother(node, op))
                .findFirst()
                .map(op -> "a client agent writes what belongs to its own node %s, and not a %s of another owner"
                        .formatted(node, op.key().getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT)));
    }
}
