package engine.raft;

import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Where the messages of the other servers' logs arrive, in each cluster system: one for what is small, one for what is large and
 * has to stay in order. Both come over one connection. Artery's connection for large messages would keep 8 MiB for each message
 * that is being written; instead little is under way at a time ({@link NodeSettings}), and what is appended counts as a heartbeat.
 */
final class Postbox {
    static final String SMALL = "raft";
    static final String BULK = "raft-bulk";

    private Postbox() {}

    static Behavior<Wire> create(Messenger messenger, boolean bulk) {
        return Behaviors.receiveMessage(message -> {
            messenger.received(message, bulk);
            return Behaviors.same();
        });
    }
}
