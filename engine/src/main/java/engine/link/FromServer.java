package engine.link;

import engine.state.Value;
import java.util.List;

/** What a server sends to a client agent. */
public sealed interface FromServer {

    /** The agent is attached; {@code servers} are the agent ports of all servers that this one knows. */
    record Welcome(String server, List<HostPort> servers) implements FromServer {}

    /** The agent is not taken, and why; the connection ends. */
    record Refused(String sentence) implements FromServer {}

    /**
     * What came of a frame with that number.
     *
     * @param held whether all conditions held
     * @param error empty where it was done
     */
    record Done(long seq, boolean held, String error) implements FromServer {}

    /** A user event; may come more than once. */
    record Deliver(Value.Event event) implements FromServer {}

    /** The servers are these now. */
    record Servers(List<HostPort> servers) implements FromServer {}

    /** Something of the agent's node was taken out of the catalog, perhaps by others: it is to tell again what it has. */
    record TellAgain() implements FromServer {}

    /** A sign of life where there is nothing to say. */
    record Beat() implements FromServer {}
}
