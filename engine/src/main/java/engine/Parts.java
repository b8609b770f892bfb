package engine;

import engine.events.EventIds;
import engine.events.Run;
import engine.events.Triggers;
import engine.http.message.HttpRequest;
import engine.http.message.HttpResponse;
import engine.local.LocalState;
import engine.local.Registry;
import engine.process.Processes;
import engine.state.EventView;
import engine.state.Published;
import engine.state.StateWriter;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What runs in any agent.
 *
 * @param definitions tells {@code triggers} which there are
 * @param handlers runs Serf's handlers of member events
 * @param local what is registered with this agent
 * @param api completed with what answers requests to the HTTP API
 */
record Parts(
        ActorRef<Registry.Command> registry,
        ActorRef<Triggers.Command> triggers,
        ActorRef<TriggerDefinitions.Command> definitions,
        ActorRef<MemberHandlers.Command> handlers,
        AtomicReference<LocalState> local,
        EventDelivery delivery,
        ActorRef<RunReports.Command> reports,
        EventIds eventIds,
        Processes processes,
        CompletableFuture<Function<HttpRequest, CompletionStage<HttpResponse>>> api) {

    /**
     * Goes on after a restart, as {@link EventDelivery#resume} says. What an agent that was killed has left running is ended first: a
     * run that is over, or begins again, has no other beside it.
     */
    void resume(EventView known, Instant now) {
        Processes.killLeft(delivery.ledger().unfinished().stream()
                .map(Triggers.Unfinished::run)
                .filter(run -> run.status() == Run.Status.RUNNING)
                .map(Run::marks)
                .toList());
        delivery.resume(known, now);
    }

    /**
     * What they work on.
     *
     * @param writer takes what the agent has to say
     * @param published the picture that checks and triggers look at
     */
    record Ground(StateWriter writer, Published published) {}
}
