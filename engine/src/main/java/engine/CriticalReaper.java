package engine;

import engine.state.Key;
import engine.state.Published;
import engine.state.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Deregisters {@link CriticalServices} from the catalog, on the server that leads. */
final class CriticalReaper {
    static final Duration LOOK = Duration.ofSeconds(10);

    enum Look {
        INSTANCE
    }

    private CriticalReaper() {}

    static Behavior<Look> create(
            Published published, ActorRef<Store.Command> store, BooleanSupplier leads, InstantSource clock) {
        return Behaviors.setup(ctx -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(Look.INSTANCE, LOOK);
            var services = new CriticalServices();
            return Behaviors.receiveMessage(_ -> {
                // All servers look, so that a new leader knows for how long it has been so.
                for (Key.Service service : services.expired(published.current().catalog(), clock.instant())) {
                    if (leads.getAsBoolean()) {
                        ctx.getLog()
                                .warn(
                                        "service {} of node {} goes: a check of it has been critical for too long",
                                        service.id(),
                                        service.node());
                        store.tell(new Store.DeleteService(
                                service.node(), service.id(), ctx.getSystem().ignoreRef()));
                    }
                }
                return Behaviors.same();
            });
        }));
    }
}
