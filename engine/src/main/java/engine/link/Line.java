package engine.link;

import java.net.InetSocketAddress;

/** The server that the agent is attached to. */
record Line(long connection, String server, InetSocketAddress address, Outbox outbox, Exchange exchange) {
    boolean is(long other) {
        return connection == other;
    }
}
