package engine;

import engine.events.EventIds;
import engine.events.Triggers;
import engine.process.Processes;
import engine.state.Published;
import engine.state.StateWriter;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What runs in any agent.
 *
 * @param local what is registered with this agent
 */
record Parts(
        ActorRef<Registry.Command> registry,
        ActorRef<Triggers.Command> triggers,
        AtomicReference<LocalState> local,
        EventDelivery delivery,
        ActorRef<RunReports.Command> reports,
        EventIds eventIds,
        Processes processes) {

    /**
     * What they work on.
     *
     * @param writer takes what the agent has to say
     * @param published the picture that checks and triggers look at
     */
    record Ground(StateWriter writer, Published published) {}
}
