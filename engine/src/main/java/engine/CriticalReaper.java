package engine;

import engine.state.Key;
import engine.state.Published;
import engine.state.Store;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Deregisters {@link CriticalServices} from the catalog, on the server that leads. */
final class CriticalReaper {
    static final Duration LOOK = Duration.ofSeconds(10);

    enum Look {
        INSTANCE
    }

    private final Published published;
    private final BooleanSupplier leads;
    private final LongSupplier nanos;
    private final CriticalServices services = new CriticalServices(LOOK.multipliedBy(2));
    private boolean led;

    private CriticalReaper(Published published, BooleanSupplier leads, LongSupplier nanos) {
        this.published = published;
        this.leads = leads;
        this.nanos = nanos;
    }

    /**
     * @param leads whether this server leads
     * @param nanos a clock that nobody sets, such as {@link System#nanoTime}
     */
    static Behavior<Look> create(
            Published published, ActorRef<Store.Command> store, BooleanSupplier leads, LongSupplier nanos) {
        return Behaviors.setup(ctx -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(Look.INSTANCE, LOOK);
            var reaper = new CriticalReaper(published, leads, nanos);
            return Behaviors.receiveMessage(_ -> {
                for (var service : reaper.look()) {
                    ctx.getLog()
                            .warn(
                                    "service {} of node {} goes: a check of it has been critical for too long",
                                    service.id(),
                                    service.node());
                    store.tell(new Store.DeleteService(
                            service.node(), service.id(), ctx.getSystem().ignoreRef()));
                }
                return Behaviors.same();
            });
        }));
    }

    /**
     * What is to go. All servers look, so that a new leader knows for how long it has been so; but one that has led for less than a
     * look takes nothing away: it may have yet to learn that a check is well again.
     */
    private List<Key.Service> look() {
        var expired = services.expired(published.current().catalog(), nanos.getAsLong());
        var before = led;
        led = leads.getAsBoolean();
        return led && before ? expired : List.of();
    }
}
