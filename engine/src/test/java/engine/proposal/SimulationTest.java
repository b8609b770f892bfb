package engine.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Servers with their state, their proposals and a log, under whatever befalls them. {@code -Dengine.simulation.runs=10000} does
 * more; {@code -Dengine.simulation.seed=17} repeats one.
 */
class SimulationTest {
    private static final int RUNS = Integer.getInteger("engine.simulation.runs", 300);

    @Test
    void whateverHappensTheHistoryIsLinearizableAndNothingIsLost() {
        var seed = Long.getLong("engine.simulation.seed");
        var first = seed == null ? 1 : seed;
        for (var at = first; at < first + (seed == null ? RUNS : 1); at++) {
            assertThat(Scenario.run(at, Simulation.Mutation.NONE))
                    .as("seed " + at)
                    .isNull();
        }
    }

    @Test
    void inPeaceSessionsEndInTime() {
        for (var seed = 1L; seed <= 20; seed++) {
            assertThat(Scenario.calm(seed)).as("seed " + seed).isNull();
        }
    }
}
