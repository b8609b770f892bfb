package engine.raft;

/** The way of a message from one server to another; tests lose, hold and repeat what passes. */
@FunctionalInterface
interface Road {
    Road STRAIGHT = (_, _, send) -> send.run();

    /**
     * @param to node id of the receiver
     * @param send puts it on its way
     */
    void pass(String to, Wire message, Runnable send);
}
