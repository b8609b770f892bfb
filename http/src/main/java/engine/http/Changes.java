package engine.http;

/** The port through which blocking queries wait. */
public interface Changes {

    /** The node's own index: that of its latest change of any kind, never below a topic's. */
    long index();

    /**
     * Calls {@code wake} once, as soon as the topic has changed after {@code index}: at once when it already has.
     *
     * @param wake called on any thread, at most once; must not block
     * @return closes the wait; closing it again, or after the wake, does nothing
     */
    Waiting await(Topic topic, long index, Runnable wake);

    /** A wait that can be given up. */
    interface Waiting extends AutoCloseable {
        @Override
        void close();
    }
}
