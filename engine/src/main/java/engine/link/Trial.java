package engine.link;

import java.net.InetSocketAddress;
import java.util.Deque;
import java.util.Optional;

/** A server that is being tried, the others to try after it, and the connection once it is there. */
record Trial(long connection, InetSocketAddress address, Deque<InetSocketAddress> rest, Optional<Outbox> outbox) {
    boolean is(long other) {
        return connection == other;
    }
}
