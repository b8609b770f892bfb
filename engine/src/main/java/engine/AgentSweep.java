package engine;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * Once after the start of a server: agents that it had before and that have come back to none are gone. They have some time for that
 * from when this server is part of the cluster: it learns only then of those that went to another.
 *
 * @param formed whether this server is part of a cluster
 * @param sweep takes those that have not come back for gone
 */
record AgentSweep(ActorSystem<?> system, BooleanSupplier formed, Runnable sweep) {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** A server that finds no cluster sweeps all the same. */
    private static final int LOOKS = 4;

    void begin() {
        later(LOOKS, false);
    }

    private void later(int looks, boolean wasFormed) {
        system.scheduler().scheduleOnce(PATIENCE, () -> look(looks - 1, wasFormed), system.executionContext());
    }

    private void look(int looks, boolean wasFormed) {
        if (wasFormed || looks == 0) {
            sweep.run();
        } else {
            later(looks, formed.getAsBoolean());
        }
    }
}
