package engine.events;

import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * The port to what triggers wait for where that is no event: what happens is told as {@link Triggers.Occur}. Must not block.
 */
@FunctionalInterface
public interface Sources {

    /** These are all the triggers from now on. What goes on waiting for the same misses nothing. */
    void watch(List<Trigger> triggers, ActorRef<Triggers.Command> replyTo);
}
