package engine;

import engine.state.Store;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Deregisters {@link LostNodes}, on the server that leads. */
final class ExternalReaper {
    private static final Duration LOOK = Duration.ofSeconds(30);

    enum Look {
        INSTANCE
    }

    private ExternalReaper() {}

    /**
     * @param self {@code host:port} of this server's cluster system
     * @param after unreachable for so long, a node goes
     * @param nanos a clock that nobody sets, such as {@link System#nanoTime}
     */
    static Behavior<Look> create(
            ServerState state, Members members, Supplier<String> self, Duration after, LongSupplier nanos) {
        return Behaviors.setup(ctx -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(Look.INSTANCE, LOOK);
            var nodes = new LostNodes(LOOK.multipliedBy(2));
            return Behaviors.receiveMessage(_ -> {
                // All servers look, so that a new leader knows for how long it has been so.
                for (var node : nodes.expired(state.published().current().catalog(), after, nanos.getAsLong())) {
                    if (members.leader().equals(Optional.of(self.get()))) {
                        ctx.getLog().warn("node {} goes: it has not been reachable for {}", node, after);
                        state.store()
                                .tell(new Store.DeleteNode(node, ctx.getSystem().ignoreRef()));
                    }
                }
                return Behaviors.same();
            });
        }));
    }
}
