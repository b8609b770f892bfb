package engine.raft;

import engine.remote.RemoteActors;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;

/** The cluster system of the moment: the references of the others, as that system sees them. */
final class Attachment {
    private final ActorSystem<?> system;
    private final String address;
    private final Map<String, ActorRef<Wire>> references = new ConcurrentHashMap<>();

    Attachment(ActorSystem<?> system) {
        this.system = system;
        var own = system.address();
        this.address = own.getHost().get() + ":" + own.getPort().get();
    }

    /** {@code host:port} of this server. */
    String address() {
        return address;
    }

    void send(String to, boolean bulk, Wire message) {
        var path = "pekko://" + system.name() + "@" + to + "/system/" + (bulk ? Postbox.BULK : Postbox.SMALL);
        references.computeIfAbsent(path, _ -> RemoteActors.at(system, path)).tell(message);
    }
}
