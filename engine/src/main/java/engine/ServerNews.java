package engine;

import engine.link.Sessions;
import engine.state.Change;
import engine.state.Key;
import engine.state.Published;
import engine.state.Snapshot;
import engine.state.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Tells the attached client agents what has become known on their server: events, who the servers are, and that something of
 * theirs is no longer in the catalog, or not by their word. Another server may do late what an agent wrote there before it came
 * here: that is then the later write, and wrong.
 *
 * @param self node id of this server, which writes for the agents that are attached to it
 * @param left told the id of a server that has left for good
 */
record ServerNews(String self, ActorRef<Sessions.Command> sessions, Members members, Consumer<String> left)
        implements Published.Listener {

    @Override
    public void published(Snapshot before, Snapshot after, List<Change> changes) {
        var servers = false;
        var disputed = new HashSet<String>();
        for (var change : changes) {
            var value = change.entry().value();
            if (value instanceof Value.Event event && !event.restored() && event.cause() == null) {
                sessions.tell(new Sessions.Deliver(event));
            }
            if (value == null || !change.entry().stamp().writer().equals(self)) {
                node(change.key()).ifPresent(disputed::add);
            }
            if (change.key() instanceof Key.Member(var name)) {
                var known = before.members().get(name);
                if (value instanceof Value.Member now && now.server() && now.standing() == Value.Standing.LEFT) {
                    left.accept(now.id());
                }
                servers |= (known != null && known.server()) || (value instanceof Value.Member now && now.server());
            }
        }
        if (servers) {
            sessions.tell(new Sessions.Servers(members.agentPorts()));
        }
        if (!disputed.isEmpty()) {
            sessions.tell(new Sessions.Disputed(disputed));
        }
    }

    /** Whose agent's word counts for it. */
    private static Optional<String> node(Key key) {
        return switch (key) {
            case Key.Node(var node) -> Optional.of(node);
            case Key.Service(var node, var _) -> Optional.of(node);
            case Key.Check(var node, var id) ->
                id.equals(Key.fold(OwnEntries.HEALTH_CHECK)) ? Optional.empty() : Optional.of(node);
            case Key.Member _,
                    Key.Kv _,
                    Key.Overlay _,
                    Key.Session _,
                    Key.Document _,
                    Key.Event _,
                    Key.Receipt _,
                    Key.Receipts _,
                    Key.Run _ -> Optional.empty();
        };
    }
}
