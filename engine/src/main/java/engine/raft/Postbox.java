package engine.raft;

import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Where the messages of the other servers' logs arrive, in each cluster system: one for what is small, one for what is large. */
final class Postbox {
    static final String SMALL = "raft";
    /** Its path is among Artery's large-message-destinations: it has a connection of its own. */
    static final String BULK = "raft-bulk";

    private Postbox() {}

    static Behavior<Wire> create(Messenger messenger, boolean bulk) {
        return Behaviors.receiveMessage(message -> {
            messenger.received(message, bulk);
            return Behaviors.same();
        });
    }
}
