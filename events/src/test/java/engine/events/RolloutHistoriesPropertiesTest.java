package engine.events;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Rollouts while coordinators and nodes die and operators change their minds. The rules are in {@link RolloutRules}. */
final class RolloutHistoriesPropertiesTest {
    private static final int STEPS = 120;

    @Property(tries = 2_000, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void keepsItsRulesAndEndsWhenItGetsItsOutcomes(@ForAll("rollouts") Rollout rollout, @ForAll long seed) {
        var history = new RolloutHistory(rollout, seed);
        for (int i = 0; i < STEPS; i++) {
            history.somethingHappens();
        }
        endsWithin(history, history::calmsDown);

        history.told(RolloutVerb.RETRY);
        endsWithin(history, history::calmsDown);
        assertThat(history.kept.nodes()).allMatch(RolloutNode::succeeded);
    }

    @Property(tries = 1_000, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void endsByItsTimeoutsWhenNothingIsHeardAnyMore(@ForAll("rollouts") Rollout rollout, @ForAll long seed) {
        var history = new RolloutHistory(rollout, seed);
        for (int i = 0; i < STEPS / 4; i++) {
            history.somethingHappens();
        }

        endsWithin(history, history::fallsSilent);
    }

    /** Each round brings one node further at least, or answers one pause. */
    private static void endsWithin(RolloutHistory history, Runnable round) {
        for (int i = 0; i < 3 * history.kept.nodes().size() + 3 && !history.kept.over(); i++) {
            round.run();
        }
        assertThat(history.kept.over()).as("over: %s", history.kept).isTrue();
        assertThat(history.kept.nodes()).allMatch(node -> node.step().over());
        assertThat(history.kept.fires()).isEmpty();
    }

    @Provide
    Arbitrary<Rollout> rollouts() {
        return RolloutSpecs.rollouts();
    }
}
