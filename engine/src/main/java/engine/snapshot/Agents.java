package engine.snapshot;

import engine.state.Key;
import engine.state.Live;
import engine.state.Snapshot;
import engine.state.Value;
import java.util.function.Predicate;

/** Which entries of the catalog belong to agents: an agent alone says what is registered on its node. */
final class Agents {

    private Agents() {}

    /** The entries of nodes whose agent is a member and has not left for good. */
    static Predicate<Key> in(Snapshot state) {
        return key -> switch (key) {
            case Key.Node _, Key.Service _, Key.Check _, Key.Member _ -> isThere(state, Live.owner(key));
            case Key.Kv _,
                    Key.Overlay _,
                    Key.Session _,
                    Key.Document _,
                    Key.Event _,
                    Key.Receipt _,
                    Key.Receipts _,
                    Key.Run _ -> false;
        };
    }

    private static boolean isThere(Snapshot state, String node) {
        var member = state.members().get(node);
        return member != null && member.standing() != Value.Standing.LEFT;
    }
}
