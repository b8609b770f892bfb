package engine;

import engine.state.Key;
import engine.state.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Deregisters {@link CriticalServices} from the catalog, on the server that leads. */
final class CriticalReaper {
    static final Duration LOOK = Duration.ofSeconds(10);

    enum Look {
        INSTANCE
    }

    private CriticalReaper() {}

    /** @param self {@code host:port} of this server's cluster system */
    static Behavior<Look> create(ServerState state, Members members, Supplier<String> self) {
        return Behaviors.setup(ctx -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(Look.INSTANCE, LOOK);
            var services = new CriticalServices();
            return Behaviors.receiveMessage(_ -> {
                // All servers look, so that a new leader knows for how long it has been so.
                for (Key.Service service :
                        services.expired(state.published().current().catalog(), Instant.now())) {
                    if (members.leader().equals(Optional.of(self.get()))) {
                        ctx.getLog()
                                .warn(
                                        "service {} of node {} goes: a check of it has been critical for too long",
                                        service.id(),
                                        service.node());
                        state.store()
                                .tell(new Store.DeleteService(
                                        service.node(),
                                        service.id(),
                                        ctx.getSystem().ignoreRef()));
                    }
                }
                return Behaviors.same();
            });
        }));
    }
}
