package engine.link;

import engine.state.Op;
import java.util.List;

/** What a client agent sends to its server. */
public sealed interface FromAgent {

    /**
     * The first frame: who the agent is, and how far it knows the user events.
     *
     * @param agentPort where it listens itself
     * @param since when it was first started, in milliseconds since 1970: what was fired before runs nothing there
     * @param lastEvent id of the last event that it has seen; empty for none
     */
    record Hello(
            String node,
            String id,
            String address,
            int agentPort,
            String version,
            String datacenter,
            long since,
            String lastEvent)
            implements FromAgent {}

    /**
     * Everything that the agent has registered: what is not in it is to be forgotten.
     *
     * @param last false while more of the same number is to come
     */
    record Own(long seq, boolean last, List<Op.Put> puts) implements FromAgent {}

    /**
     * Changes, done in the order in which they come.
     *
     * @param last false while more of the same number is to come, which is done with it
     */
    record Write(long seq, boolean last, List<Op> ops) implements FromAgent {}

    /** A sign of life where there is nothing to say. */
    record Beat() implements FromAgent {}

    /**
     * The agent ends in order.
     *
     * @param forGood it does not mean to come back
     */
    record Leave(long seq, boolean forGood) implements FromAgent {}
}
