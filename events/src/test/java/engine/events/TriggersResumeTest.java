package engine.events;

import static engine.events.Fixtures.T0;
import static engine.events.Fixtures.event;
import static engine.events.Fixtures.queueing;
import static engine.events.Fixtures.rerunning;
import static engine.events.Fixtures.trigger;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** An agent that is back, with runs that were not over when it ended. */
final class TriggersResumeTest {
    private static final ActorTestKit kit = ActorTestKit.create();

    private final FakeNode node = new FakeNode(kit);

    @AfterAll
    static void shutdown() {
        kit.shutdownTestKit();
    }

    private static Run queued(String id) {
        return Run.queued(id, "web1", "t", T0);
    }

    private static Run running(String id, int attempt) {
        var run = queued(id).started(T0);
        for (var i = 1; i < attempt; i++) {
            run = run.again().started(T0);
        }
        return run;
    }

    private void resume(Run... runs) {
        node.triggers.tell(new Triggers.Resume(Arrays.stream(runs)
                .map(run -> new Triggers.Unfinished(event(run.eventId()), run))
                .toList()));
    }

    @Test
    void whatWaitedRunsInItsOrder() {
        node.define(trigger("t"));
        resume(queued("a"), queued("b"));
        assertThat(node.recorded()).isEqualTo("t a running");
        node.programs.expectMessageClass(FakeNode.Started.class).exits(0, "");
        assertThat(List.of(node.recorded(), node.recorded())).containsExactly("t a succeeded", "t b running");
    }

    @Test
    void whatWasCutOffIsInterruptedUnlessTheTriggerSaysOtherwise() {
        node.define(trigger("t"));
        resume(running("a", 1), queued("b"));
        assertThat(List.of(node.recorded(), node.recorded()))
                .containsExactly("t a interrupted: the agent ended during the run", "t b running");
        assertThat(node.started().environment()).containsEntry("ENGINE_EVENT_ID", "b");
    }

    @Test
    void whatWasCutOffBeginsAgainBeforeWhatWaitedAndAlone() {
        node.define(rerunning());
        resume(running("a", 1), queued("b"));
        assertThat(node.recorded()).isEqualTo("t a queued: the agent ended during attempt 1");
        var again = node.run();
        assertThat(again.status()).isEqualTo(Run.Status.RUNNING);
        assertThat(again.attempt()).isEqualTo(2);
        var program = node.started();
        assertThat(program.environment()).containsEntry("ENGINE_EVENT_ID", "a");
        node.programs.expectNoMessage(Duration.ofMillis(20));
        program.exits(0, "");
        assertThat(List.of(node.recorded(), node.recorded()))
                .containsExactly("t a succeeded: at attempt 2", "t b running");
    }

    @Test
    void aRunThatKeepsEndingTheAgentIsGivenUp() {
        node.define(rerunning());
        resume(running("a", Resumption.MAX_STARTS));
        assertThat(node.recorded()).isEqualTo("t a interrupted: the agent ended during the run, which began 10 times");
    }

    @Test
    void runsOfATriggerThatIsGoneOrWaitsForSomethingElseAreOver() {
        resume(queued("a"), running("b", 1));
        assertThat(List.of(node.recorded(), node.recorded()))
                .containsExactly(
                        "t a skipped: trigger 't' was removed", "t b interrupted: the agent ended during the run");
        node.define(trigger("t", "restart", Trigger.Where.ANYWHERE));
        resume(queued("c"));
        assertThat(node.recorded()).isEqualTo("t c skipped: trigger 't' no longer waits for this event");
    }

    @Test
    void ofThoseThatWaitedTheQueuePolicyKeepsWhatItWould() {
        node.define(queueing(new QueuePolicy.Latest()));
        resume(queued("a"), queued("b"), queued("c"));
        assertThat(List.of(node.recorded(), node.recorded()))
                .containsExactlyInAnyOrder("t a running", "t b skipped: a newer event came: c");
    }

    @Test
    void noProgramStartsBeforeItsStartIsOnDisk() {
        var disk = new CompletableFuture<Done>();
        node.started.set(() -> disk);
        node.define(trigger("t"));
        node.deliver(event("a"));
        assertThat(node.receipt().eventId()).isEqualTo("a");
        assertThat(List.of(node.recorded(), node.recorded())).containsExactly("t a queued", "t a running");
        node.programs.expectNoMessage(Duration.ofMillis(30));
        disk.complete(Done.done());
        node.started();
    }

    @Test
    void aStartThatCannotBeRecordedIsAFailureThatRunsNothing() {
        node.started.set(() -> CompletableFuture.failedFuture(new IllegalStateException("the log is closed")));
        node.define(trigger("t"));
        node.deliver(event("a"));
        assertThat(node.receipt().eventId()).isEqualTo("a");
        assertThat(List.of(node.recorded(), node.recorded(), node.recorded()).getLast())
                .isEqualTo("t a failed: it could not be recorded: the log is closed");
        node.programs.expectNoMessage(Duration.ofMillis(20));
    }
}
