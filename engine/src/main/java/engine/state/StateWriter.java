package engine.state;

import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.pattern.StatusReply;

/** Where an agent writes: its own store on a server, the stream to a server on a client agent. */
@FunctionalInterface
public interface StateWriter {

    /**
     * Does all of {@code ops}; those on one bucket happen together or not at all.
     *
     * @param replyTo told whether all conditions held; an error means that it is not known what was written
     */
    void write(List<Op> ops, ActorRef<StatusReply<Boolean>> replyTo);
}
