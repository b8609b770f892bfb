package engine.raft;

import org.apache.pekko.util.ByteString;

/** What the logs of two servers send each other. */
sealed interface Wire {

    /**
     * Who is there.
     *
     * @param from voter id of the sender
     * @param address of the sender's cluster system, {@code host:port}
     * @param log id of the sender's log, empty while it has none
     * @param start of the sender's process: another one after each
     * @param ask whether the receiver shall say the same of itself
     */
    record Hello(String from, String address, String log, long start, boolean ask) implements Wire {}

    /**
     * A call of JRaft's.
     *
     * @param id for the reply; 0 when none is wanted
     * @param from voter id of the sender
     * @param address to reply to
     * @param to voter id of the one that is meant: another one may be there now
     * @param log id of the sender's log
     * @param message in protobuf
     */
    record Call(long id, String from, String address, String to, String log, Rpc rpc, ByteString message)
            implements Wire {}

    /**
     * The reply to a call.
     *
     * @param id of the call
     * @param from voter id of the one that was called
     * @param message in protobuf
     */
    record Reply(long id, String from, Rpc rpc, ByteString message) implements Wire {}
}
