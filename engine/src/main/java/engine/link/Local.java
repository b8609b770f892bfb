package engine.link;

import engine.state.Op;
import engine.state.Value;
import java.util.List;

/** What a client agent tells its server, and does with what it is told. Called by one actor, one call at a time: nothing may block. */
public interface Local {

    /** Who this agent is, and how far it knows the user events by now. */
    FromAgent.Hello hello();

    /**
     * Everything that is registered with this agent now, its node included. A change must be in here by the time that it is written
     * to the {@link Link}: what is written while there is no server is told to the next one by this alone.
     */
    List<Op.Put> own();

    /** A user event has come; it may have come before. */
    void deliver(Value.Event event);

    /** The agent is attached to a server of that name. */
    void attached(String server);

    /** The agent has no server any more, and looks for another. */
    void detached();

    /** No server has been found in as many attempts as were allowed, and none will be looked for any more. */
    void gaveUp(String sentence);
}
