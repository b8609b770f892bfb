package engine.link;

import engine.state.Key;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/** The attached agents, each found by its id, its node's name and its session. */
final class Roster {
    private final Map<String, Present> byId = new HashMap<>();
    private final Map<String, Present> byName = new HashMap<>();
    private final Map<ActorRef<Session.Command>, Present> bySession = new HashMap<>();

    record Present(ActorRef<Session.Command> session, FromAgent.Hello hello, long number) {}

    /** The agent that is attached under the same node name but is another one. */
    Optional<Present> namesake(FromAgent.Hello hello) {
        return Optional.ofNullable(byName.get(Key.fold(hello.node())))
                .filter(present -> !present.hello().id().equals(hello.id()));
    }

    /** The agent of a node, by its folded name. */
    Optional<Present> named(String node) {
        return Optional.ofNullable(byName.get(node));
    }

    /** Takes in an agent, in place of the session that it may have had, which is returned. */
    Optional<Present> put(Present present) {
        var before = Optional.ofNullable(byId.get(present.hello().id()));
        before.ifPresent(this::forget);
        byId.put(present.hello().id(), present);
        byName.put(Key.fold(present.hello().node()), present);
        bySession.put(present.session(), present);
        return before;
    }

    /** Removes the agent of a session; nothing where that is not attached, or another has taken its place. */
    Optional<Present> remove(ActorRef<Session.Command> session) {
        var present = Optional.ofNullable(bySession.get(session));
        present.ifPresent(this::forget);
        return present;
    }

    private void forget(Present present) {
        byId.remove(present.hello().id());
        byName.remove(Key.fold(present.hello().node()));
        bySession.remove(present.session());
    }

    Collection<ActorRef<Session.Command>> sessions() {
        return bySession.keySet();
    }
}
