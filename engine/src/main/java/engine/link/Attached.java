package engine.link;

import engine.state.Op;
import engine.state.Value;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/**
 * What a server does about the client agents that are attached to it. Called by the actor that keeps the sessions, one
 * call at a time except for {@link #write} and {@link #own}: nothing here may block.
 */
public interface Attached {

    /** Why an agent's session has ended. */
    enum Reason {
        /** The agent has left for good. */
        LEFT,
        /** It ended in order and means to come back. */
        STOPPED,
        /** The connection was closed without a word: the process died, or was cut off. */
        CLOSED,
        /** Nothing has come for three heartbeats: its host or the way to it is gone. */
        SILENT
    }

    /** Why the agent may not attach, in a sentence that it shows; empty where it may. */
    CompletionStage<Optional<String>> admit(FromAgent.Hello hello);

    /**
     * The agent is attached. It asks this server from when this is done.
     *
     * @param session greater than that of any session before
     * @return done when the server's own answers say that the agent is alive, or after a short time in any case
     */
    CompletionStage<Done> attached(FromAgent.Hello hello, long session);

    /**
     * The events that the agent has not seen, oldest first. From now on it gets every event given to {@link Sessions.Deliver},
     * after these.
     */
    List<Value.Event> missed(FromAgent.Hello hello);

    /**
     * The session has ended, and no other one of the same node id has taken its place.
     *
     * @return done when that is kept; an agent that leaves waits for it
     */
    CompletionStage<Boolean> gone(String node, String id, Reason reason, long session);

    /** All sessions have been let go, for their agents to attach anew, here or to another server: that is no news of them. */
    void dispersed();

    /** Does operations that belong to {@code node}; the answer is whether all conditions held. */
    CompletionStage<Boolean> write(String node, List<Op> ops);

    /** Makes what is registered for {@code node} equal to {@code all}. */
    CompletionStage<Boolean> own(String node, List<Op.Put> all);
}
