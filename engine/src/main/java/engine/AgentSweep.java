package engine;

import engine.cluster.ClusterView;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * Once after the start of a server: agents that it had before and that have come back to none are gone. They have some time for that
 * from when this server is part of the cluster: it learns only then of those that went to another.
 */
record AgentSweep(ActorSystem<?> system, AttachedAgents agents, Supplier<ClusterView> view) {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** A server that finds no cluster sweeps all the same. */
    private static final int LOOKS = 4;

    void begin() {
        later(LOOKS, false);
    }

    private void later(int looks, boolean formed) {
        system.scheduler().scheduleOnce(PATIENCE, () -> look(looks - 1, formed), system.executionContext());
    }

    private void look(int looks, boolean formed) {
        if (formed || looks == 0) {
            agents.sweep();
        } else {
            later(looks, view.get().formed());
        }
    }
}
