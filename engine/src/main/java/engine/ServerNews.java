package engine;

import engine.link.Sessions;
import engine.state.Change;
import engine.state.Key;
import engine.state.Published;
import engine.state.Snapshot;
import engine.state.Value;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Tells the attached client agents what has become known on their server: events, and who the servers are.
 *
 * @param left told the id of a server that has left for good
 */
record ServerNews(ActorRef<Sessions.Command> sessions, Members members, Consumer<String> left)
        implements Published.Listener {

    @Override
    public void published(Snapshot before, Snapshot after, List<Change> changes) {
        var servers = false;
        for (var change : changes) {
            var value = change.entry().value();
            if (value instanceof Value.Event event && !event.restored()) {
                sessions.tell(new Sessions.Deliver(event));
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
    }
}
