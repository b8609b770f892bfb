package engine.proposal;

import engine.kv.Command;
import java.util.List;

/** What the proposals of one server and those of another tell each other. */
public sealed interface Wire extends Link.Message {

    /**
     * Commands for the log.
     *
     * @param from the sender's address as a member of the cluster, to answer to
     * @param sender a name that this process of the sender has alone
     * @param frame number of this message at the sender, rising: one that comes twice, or after a later one, is dropped
     * @param term in which the receiver is to lead; one that lay somewhere until another began is refused
     */
    record Propose(String from, String sender, long frame, long term, List<Command> commands) implements Wire {
        public Propose {
            commands = List.copyOf(commands);
        }
    }

    /**
     * Commands of a frame are not in the log, and this frame will not bring them there.
     *
     * @param sender the process that had sent them
     */
    record Refused(String sender, long frame, List<CommandId> commands) implements Wire {
        public Refused {
            commands = List.copyOf(commands);
        }
    }
}
