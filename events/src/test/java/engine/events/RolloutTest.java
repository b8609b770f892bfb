package engine.events;

import static engine.events.RolloutSpecs.TIMEOUT;
import static engine.events.RolloutSpecs.rollout;
import static engine.events.RolloutSpecs.untilHealthy;
import static engine.events.RolloutSpecs.withBatch;
import static engine.events.RolloutSpecs.withCanary;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class RolloutTest {
    private final RolloutWorld world = new RolloutWorld();

    /** The decision of now, kept and done. */
    private Rollout go(Rollout rollout) {
        var decision = rollout.next(world, world.now);
        decision.fires().forEach(world::fire);
        return decision.state();
    }

    private void succeeds(Rollout rollout, String node) {
        world.ends(eventId(rollout, node), new Observation.Outcome.Succeeded());
    }

    private void fails(Rollout rollout, String node) {
        world.ends(eventId(rollout, node), new Observation.Outcome.Failed("deploy: exit code 1"));
    }

    private static RolloutNode node(Rollout rollout, String name) {
        return rollout.nodes().stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String eventId(Rollout rollout, String name) {
        return node(rollout, name).eventId();
    }

    private static Rollout told(Rollout rollout, RolloutVerb verb) {
        var answer = verb.tell(rollout);
        assertThat(answer).isInstanceOf(RolloutVerb.Answer.Accepted.class);
        return ((RolloutVerb.Answer.Accepted) answer).state();
    }

    private static String refused(Rollout rollout, RolloutVerb verb) {
        var answer = verb.tell(rollout);
        assertThat(answer).isInstanceOf(RolloutVerb.Answer.Refused.class);
        return ((RolloutVerb.Answer.Refused) answer).reason();
    }

    /** A letter for each node: waiting, absent, running, health, succeeded, failed, skipped (x). */
    private static String steps(Rollout rollout) {
        return rollout.nodes().stream()
                .map(node -> switch (node.step()) {
                    case RolloutStep.Waiting _ -> "w";
                    case RolloutStep.Absent _ -> "a";
                    case RolloutStep.Running _ -> "r";
                    case RolloutStep.AwaitingHealth _ -> "h";
                    case RolloutStep.Succeeded _ -> "s";
                    case RolloutStep.Failed _ -> "f";
                    case RolloutStep.Skipped _ -> "x";
                })
                .collect(Collectors.joining());
    }

    @Test
    void goesFromNodeToNodeAndSucceeds() {
        var rollout = go(rollout(RolloutSpecs.of("1", 0), 2));
        assertThat(steps(rollout)).isEqualTo("rw");

        succeeds(rollout, "a");
        rollout = go(rollout);
        assertThat(steps(rollout)).isEqualTo("sr");
        assertThat(rollout.over()).isFalse();

        succeeds(rollout, "b");
        rollout = go(rollout);
        assertThat(rollout.status()).isEqualTo(RolloutStatus.SUCCEEDED);
        assertThat(rollout.over()).isTrue();
    }

    @Test
    void aPlaceThatIsFreeIsTakenAtOnceWithoutBatches() {
        var rollout = go(rollout(RolloutSpecs.of("40%", 0), 5));
        succeeds(rollout, "b");

        assertThat(steps(go(rollout))).isEqualTo("rsrww");
    }

    @Test
    void aBatchWaitsForAllOfTheOneBefore() {
        var rollout = go(rollout(withBatch(RolloutSpecs.of("100%", 0), "2"), 5));
        assertThat(steps(rollout)).isEqualTo("rrwww");

        succeeds(rollout, "b");
        rollout = go(rollout);
        assertThat(steps(rollout)).isEqualTo("rswww");

        succeeds(rollout, "a");
        assertThat(steps(go(rollout))).isEqualTo("ssrrw");
    }

    @Test
    void stopsAtOneFailureTooManyAndRetriesWhatIsLeft() {
        var rollout = go(rollout(RolloutSpecs.of("2", 0), 4));
        var first = eventId(rollout, "a");
        fails(rollout, "a");
        rollout = go(rollout);
        assertThat(steps(rollout)).isEqualTo("frxx");
        assertThat(rollout.status()).isEqualTo(RolloutStatus.FAILED);
        assertThat(node(rollout, "d").step())
                .isEqualTo(new RolloutStep.Skipped("stopped: 1 failed, max-failures is 0"));
        assertThat(refused(rollout, RolloutVerb.RETRY))
                .isEqualTo("The rollout is failed, but nodes are still at work: retry it when they are over");

        succeeds(rollout, "b");
        rollout = go(told(go(rollout), RolloutVerb.RETRY));
        assertThat(steps(rollout)).isEqualTo("rsrw");
        assertThat(node(rollout, "a").attempt()).isEqualTo(2);
        assertThat(eventId(rollout, "a")).isNotEqualTo(first);
        assertThat(node(rollout, "b").attempt()).isEqualTo(1);
        assertThat(node(rollout, "c").attempt()).isEqualTo(1);
    }

    @Test
    void goesOnWithAsManyFailuresAsMayBe() {
        var rollout = go(rollout(RolloutSpecs.of("1", 1), 2));
        fails(rollout, "a");
        rollout = go(rollout);
        assertThat(steps(rollout)).isEqualTo("fr");

        succeeds(rollout, "b");
        assertThat(go(rollout).status()).isEqualTo(RolloutStatus.SUCCEEDED);
    }

    @Test
    void waitsForTheOperatorAfterTheCanaries() {
        var rollout = go(rollout(withCanary(RolloutSpecs.of("100%", 0), 1, true), 3));
        assertThat(steps(rollout)).isEqualTo("rww");
        succeeds(rollout, "a");
        rollout = go(rollout);
        assertThat(steps(rollout)).isEqualTo("sww");
        assertThat(rollout.status()).isEqualTo(RolloutStatus.PAUSED_AFTER_CANARY);

        assertThat(steps(go(told(rollout, RolloutVerb.RESUME)))).isEqualTo("srr");
    }

    @Test
    void theOperatorIsAskedWhenAllCanariesAreOver() {
        var rollout = go(rollout(withCanary(RolloutSpecs.of("1", 0), 2, true), 3));
        succeeds(rollout, "a");
        rollout = go(rollout);

        assertThat(steps(rollout)).isEqualTo("srw");
        assertThat(rollout.status()).isEqualTo(RolloutStatus.RUNNING);
    }

    @Test
    void aResumeBeforeTheCanariesAreOverIsNoWordOnThem() {
        var rollout = go(rollout(withCanary(RolloutSpecs.of("1", 0), 1, true), 2));
        rollout = told(told(rollout, RolloutVerb.PAUSE), RolloutVerb.RESUME);
        succeeds(rollout, "a");

        assertThat(go(rollout).status()).isEqualTo(RolloutStatus.PAUSED_AFTER_CANARY);
    }

    @Test
    void withoutPauseGoodCanariesGoOnAndBadOnesWait() {
        var spec = withCanary(RolloutSpecs.of("1", 1), 1, false);
        var good = go(rollout(spec, 2));
        succeeds(good, "a");
        assertThat(steps(go(good))).isEqualTo("sr");

        world.timePasses(Duration.ofSeconds(1));
        var bad = go(rollout(spec, 2));
        fails(bad, "a");
        bad = go(bad);
        assertThat(steps(bad)).isEqualTo("fw");
        assertThat(bad.status()).isEqualTo(RolloutStatus.PAUSED_AFTER_CANARY);
    }

    @Test
    void theNextNodeWaitsUntilTheServicesPass() {
        world.failsChecks("a");
        var rollout = go(rollout(untilHealthy(RolloutSpecs.of("1", 0), Duration.ofSeconds(30)), 2));
        succeeds(rollout, "a");
        rollout = go(rollout);
        assertThat(steps(rollout)).isEqualTo("hw");
        assertThat(rollout.fires()).isEmpty();

        world.passesChecks("a");
        assertThat(steps(go(rollout))).isEqualTo("sr");
    }

    @Test
    void servicesThatDoNotPassInTimeAreAFailure() {
        world.failsChecks("a");
        var rollout = go(rollout(untilHealthy(RolloutSpecs.of("1", 0), Duration.ofSeconds(30)), 2));
        succeeds(rollout, "a");
        rollout = go(rollout);
        assertThat(rollout.deadline()).contains(world.now.plusSeconds(30));

        world.timePasses(Duration.ofSeconds(29));
        assertThat(steps(go(rollout))).isEqualTo("hw");
        world.timePasses(Duration.ofSeconds(1));
        assertThat(node(go(rollout), "a").step())
                .isEqualTo(new RolloutStep.Failed("its services did not pass within 30s", world.now));
    }

    @Test
    void aNodeThatIsDeadAtItsTurnIsWaitedForAndThenFailsAndNothingIsFired() {
        world.dies("a");
        var rollout = go(rollout(RolloutSpecs.of("1", 1), 2));
        assertThat(steps(rollout)).isEqualTo("aw");
        assertThat(rollout.fires()).isEmpty();
        assertThat(rollout.deadline()).contains(world.now.plus(RolloutNode.PATIENCE));

        world.timePasses(RolloutNode.PATIENCE);
        var decision = rollout.next(world, world.now);
        assertThat(steps(decision.state())).isEqualTo("fr");
        assertThat(decision.fires())
                .containsExactly(
                        new Rollout.Fire("b", decision.state().nodes().get(1).eventId()));
    }

    @Test
    void aNodeThatComesBackInTimeHasItsTurn() {
        world.dies("b");
        var rollout = go(rollout(RolloutSpecs.of("2", 0), 4));
        assertThat(steps(rollout)).isEqualTo("raww");
        succeeds(rollout, "a");
        rollout = go(rollout);
        assertThat(steps(rollout)).isEqualTo("sarw");

        world.timePasses(RolloutNode.PATIENCE.minusMillis(1));
        world.returns("b");
        rollout = go(rollout);
        assertThat(steps(rollout)).isEqualTo("srrw");
        assertThat(EventIds.time(eventId(rollout, "b"))).contains(world.now);
    }

    @Test
    void duringAPauseNobodyIsWaitedFor() {
        world.dies("a");
        var rollout = told(go(rollout(RolloutSpecs.of("1", 0), 2)), RolloutVerb.PAUSE);
        assertThat(steps(rollout)).isEqualTo("ww");
        world.timePasses(RolloutNode.PATIENCE);
        assertThat(steps(go(rollout))).isEqualTo("ww");

        assertThat(steps(go(told(rollout, RolloutVerb.RESUME)))).isEqualTo("aw");
        assertThat(steps(go(told(go(told(rollout, RolloutVerb.RESUME)), RolloutVerb.ABORT))))
                .isEqualTo("xx");
    }

    @Test
    void servicesMustPassForAWhileFromTheEndOfTheRunsOn() {
        var spec =
                RolloutSpecs.untilHealthyFor(RolloutSpecs.of("1", 0), Duration.ofSeconds(30), Duration.ofSeconds(10));
        var rollout = go(rollout(spec, 2));
        succeeds(rollout, "a");
        rollout = go(rollout);
        assertThat(steps(rollout)).isEqualTo("hw");
        world.timePasses(Duration.ofSeconds(5));
        world.failsChecks("a");
        world.passesChecks("a");
        world.timePasses(Duration.ofSeconds(9));
        assertThat(steps(go(rollout))).isEqualTo("hw");

        world.timePasses(Duration.ofSeconds(1));
        assertThat(steps(go(rollout))).isEqualTo("sr");
    }

    @Test
    void aNodeThatDiesAtWorkHasUntilTheTimeoutToComeBack() {
        var rollout = go(rollout(RolloutSpecs.of("1", 0), 1));
        assertThat(rollout.deadline()).contains(world.now.plus(TIMEOUT));
        world.dies("a");
        world.timePasses(TIMEOUT.minusMillis(1));
        assertThat(steps(go(rollout))).isEqualTo("r");

        world.timePasses(Duration.ofMillis(1));
        assertThat(node(go(rollout), "a").step())
                .isEqualTo(
                        new RolloutStep.Failed("its runs were not over within 1m: the node is not alive", world.now));
    }

    @Test
    void aNodeThatRunsNothingHasFailed() {
        var rollout = go(rollout(RolloutSpecs.of("1", 0), 1));
        world.ends(eventId(rollout, "a"), new Observation.Outcome.Unmatched("no trigger for event 'deploy'"));

        assertThat(node(go(rollout), "a").step())
                .isEqualTo(new RolloutStep.Failed("no trigger for event 'deploy'", world.now));
    }

    @Test
    void anAbortSkipsWhatWaitsAndLetsTheOthersComeToTheirEnd() {
        var rollout = told(go(rollout(RolloutSpecs.of("1", 0), 2)), RolloutVerb.ABORT);
        assertThat(steps(rollout)).isEqualTo("rx");
        assertThat(rollout.over()).isFalse();

        succeeds(rollout, "a");
        rollout = go(rollout);
        assertThat(rollout.over()).isTrue();
        assertThat(rollout.status()).isEqualTo(RolloutStatus.ABORTED);
        assertThat(refused(rollout, RolloutVerb.RESUME))
                .isEqualTo("The rollout is aborted: there is nothing to resume");
    }

    @Test
    void aPausedRolloutWhoseLastNodesEndHasEnded() {
        var rollout = told(go(rollout(RolloutSpecs.of("1", 0), 1)), RolloutVerb.PAUSE);
        succeeds(rollout, "a");
        rollout = go(rollout);

        assertThat(rollout.status()).isEqualTo(RolloutStatus.SUCCEEDED);
        assertThat(refused(rollout, RolloutVerb.RETRY))
                .isEqualTo("Every node of the rollout succeeded: there is nothing to retry");
        assertThat(refused(rollout(RolloutSpecs.of("1", 0), 1), RolloutVerb.RETRY))
                .isEqualTo("The rollout is running: only one that has ended can be retried");
    }

    @Test
    void idsOfEventsAreThoseOfTheirStart() {
        var rollout = go(rollout(RolloutSpecs.of("2", 0), 2));

        assertThat(List.of("a", "b")).allSatisfy(name -> {
            assertThat(eventId(rollout, name))
                    .matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
            assertThat(EventIds.time(eventId(rollout, name))).contains(world.now);
        });
        assertThat(eventId(rollout, "a")).isNotEqualTo(eventId(rollout, "b"));
    }

    @Test
    void longReasonsAreCutBetweenCharacters() {
        var failed = new RolloutStep.Failed("\uD83D\uDE00".repeat(201), world.now);

        assertThat(failed.reason()).isEqualTo("\uD83D\uDE00".repeat(200) + "...");
    }

    @Test
    void whatCannotBeDoneIsSaid() {
        var spec = RolloutSpecs.of("1", 0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RolloutSpecs.of("1", -1))
                .withMessage("max-failures must be at least 0, was -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> withCanary(spec, -1, false))
                .withMessage("canary must be at least 0, was -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> withCanary(spec, 0, true))
                .withMessage("pause is after the canaries: it needs canary to be at least 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> untilHealthy(spec, Duration.ZERO))
                .withMessage("healthy-timeout must be more than 0 and at most 7 days, was 0s");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Rollout.of("r", spec, Map.of()))
                .withMessage("a rollout needs at least one node");
    }
}
