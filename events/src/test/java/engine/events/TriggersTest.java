package engine.events;

import static engine.events.Fixtures.T0;
import static engine.events.Fixtures.event;
import static engine.events.Fixtures.service;
import static engine.events.Fixtures.trigger;
import static engine.events.Fixtures.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class TriggersTest {
    private static final ActorTestKit kit = ActorTestKit.create();

    private final FakeNode node = new FakeNode(kit);

    @AfterAll
    static void shutdown() {
        kit.shutdownTestKit();
    }

    @Test
    void aRunIsRecordedFromReceiptToSuccess() {
        node.define(trigger("t"));
        node.deliver(event("e"));

        assertThat(node.receipt()).isEqualTo(new Receipt("e", "web1", 1, ""));
        assertThat(node.run()).isEqualTo(Run.queued("e", "web1", "t", T0));
        assertThat(node.run()).isEqualTo(Run.queued("e", "web1", "t", T0).started(T0));
        node.now.set(T0.plusSeconds(5));
        node.started().exits(0, "deployed");
        assertThat(node.run())
                .isEqualTo(new Run(
                        "e",
                        "web1",
                        "t",
                        Run.Status.SUCCEEDED,
                        OptionalInt.of(0),
                        "deployed",
                        "",
                        T0,
                        Optional.of(T0),
                        Optional.of(T0.plusSeconds(5)),
                        1,
                        0));
    }

    @Test
    void aClockThatIsSetBackDoesNotEndARunBeforeItBegan() {
        node.define(trigger("t"));
        node.deliver(event("e"));
        node.receipt();
        node.run();
        assertThat(node.run().startedAt()).contains(T0);
        node.now.set(T0.minusSeconds(3_600));
        node.started().exits(0, "");
        assertThat(node.run().endedAt()).contains(T0);
    }

    @Test
    void theProgramGetsItsArgumentsTheEventAndTheLimits() {
        node.define(trigger("t"));
        node.deliver(event("e"));

        var program = node.started();

        assertThat(program.command()).containsExactly("/bin/t");
        assertThat(program.stdin()).isEqualTo(ByteString.fromString("1.4.2"));
        assertThat(program.environment())
                .containsEntry("ENGINE_EVENT_ID", "e")
                .containsEntry("ENGINE_EVENT_PAYLOAD", "1.4.2")
                .containsEntry("ENGINE_NODE", "web1")
                .containsEntry("ENGINE_TRIGGER", "t");
        assertThat(program.timeout()).isEqualTo(trigger("t").timeout());
        assertThat(program.outputLimit()).isEqualTo(FakeNode.OUTPUT_LIMIT);
    }

    @Test
    void aDuplicateIsDroppedBeforeDuringAndAfterTheRun() {
        node.define(trigger("t"));
        node.deliver(event("e"));
        node.deliver(event("e"));
        var program = node.started();
        node.deliver(event("e"));
        program.exits(0, "");
        assertThat(node.receipt().eventId()).isEqualTo("e");
        assertThat(List.of(node.recorded(), node.recorded(), node.recorded()))
                .containsExactly("t e queued", "t e running", "t e succeeded");
        node.define(trigger("t"));
        node.deliver(event("e"));
        node.deliver(event("f"));

        assertThat(node.receipt().eventId()).isEqualTo("f");
    }

    @Test
    void anEventThatRunsNothingHasAReceiptWithTheReason() {
        node.deliver(event("early"));
        node.services.set(() -> List.of(service("db")));
        node.define(where("t", "web", "", ""));
        node.deliver(event("e"));
        node.deliver(event("other", "deploy", "db", "", ""));

        assertThat(node.receipt()).isEqualTo(new Receipt("early", "web1", 0, "no trigger for event 'deploy'"));
        assertThat(node.receipt().reason()).isEqualTo("trigger 't' wants service 'web', which this node does not have");
        assertThat(node.receipt().reason()).isEqualTo("node filter 'db' does not match web1");
    }

    @Test
    void aReceiptCountsTheTriggersAndComesBeforeTheirRuns() {
        node.define(trigger("a"), where("elsewhere", "", "", "x"), trigger("b"));
        node.deliver(event("e"));

        assertThat(node.receipt()).isEqualTo(new Receipt("e", "web1", 2, ""));
        var recorded = List.of(node.recorded(), node.recorded(), node.recorded(), node.recorded());
        assertThat(recorded)
                .containsExactlyInAnyOrder("a e queued", "a e running", "b e queued", "b e running")
                .containsSubsequence("a e queued", "b e queued");
    }

    @Test
    void runsOfATriggerFollowOneAnotherInTheOrderOfTheirEvents() {
        node.define(trigger("t"));
        for (int i = 0; i < 20; i++) {
            node.deliver(event("e" + i));
        }

        for (int i = 0; i < 20; i++) {
            var program = node.started();
            node.programs.expectNoMessage(Duration.ofMillis(2));
            assertThat(program.environment()).containsEntry("ENGINE_EVENT_ID", "e" + i);
            program.exits(0, "");
        }
    }

    @Test
    void triggersRunSideBySide() {
        node.define(trigger("a"), trigger("b"));
        node.deliver(event("e"));

        assertThat(List.of(node.started().command(), node.started().command()))
                .containsExactlyInAnyOrder(List.of("/bin/a"), List.of("/bin/b"));
    }

    @Test
    void anExitCodeOtherThanZeroIsAFailure() {
        var run = ends(new Commands.Finished(3, false, "no such version"));

        assertThat(run.status()).isEqualTo(Run.Status.FAILED);
        assertThat(run.exitCode()).hasValue(3);
        assertThat(run.output()).isEqualTo("no such version");
        assertThat(run.reason()).isEqualTo("exit code 3");
    }

    @Test
    void aTimeoutHasNoExitCodeButTheOutputSoFar() {
        var run = ends(new Commands.Finished(137, true, "half"));

        assertThat(run.status()).isEqualTo(Run.Status.TIMED_OUT);
        assertThat(run.exitCode()).isEmpty();
        assertThat(run.output()).isEqualTo("half");
        assertThat(run.reason()).isEqualTo("killed after 2m");
    }

    @Test
    void aProgramThatCannotBeStartedIsAFailureAndTheNextRunGoesOn() {
        node.define(trigger("t"));
        node.deliver(event("e"));
        node.deliver(event("f"));
        node.started().end().completeExceptionally(new CompletionException(new IllegalStateException("no such file")));

        assertThat(node.receipt().eventId()).isEqualTo("e");
        var recorded = runsOf("e", 3);
        assertThat(recorded.getLast().reason()).isEqualTo("could not be started: no such file");
        assertThat(recorded.getLast().status()).isEqualTo(Run.Status.FAILED);
        assertThat(recorded.getLast().exitCode()).isEmpty();
        assertThat(node.started().environment()).containsEntry("ENGINE_EVENT_ID", "f");
    }

    @Test
    void aCommandPortThatThrowsIsAFailureAndTheNextRunGoesOn() {
        node.whenStarted.set(() -> {
            node.whenStarted.set(() -> {});
            throw new IllegalStateException();
        });
        node.define(trigger("t"));
        node.deliver(event("e"));
        node.deliver(event("f"));

        assertThat(node.receipt().eventId()).isEqualTo("e");
        assertThat(runsOf("e", 3).getLast().reason()).isEqualTo("could not be started: IllegalStateException");
        assertThat(node.started().environment()).containsEntry("ENGINE_EVENT_ID", "f");
    }

    @Test
    void aNodePortThatThrowsIsTheReasonOfTheReceipt() {
        node.services.set(() -> {
            throw new IllegalStateException("catalog is loading");
        });
        node.define(trigger("t"));
        node.deliver(event("e"));
        assertThat(node.receipt().reason())
                .isEqualTo("the services of this node could not be read: catalog is loading");

        node.services.set(List::of);
        node.deliver(event("f"));

        assertThat(node.receipt().triggers()).isEqualTo(1);
    }

    @Test
    void aRunLogThatThrowsStopsNoRun() {
        node.whenRecorded.set(_ -> {
            throw new IllegalStateException("log is full");
        });
        node.define(trigger("t"));
        node.deliver(event("e"));
        node.deliver(event("f"));
        node.started().exits(0, "");

        assertThat(node.started().environment()).containsEntry("ENGINE_EVENT_ID", "f");
    }

    @Test
    void whatDoesNotFitIntoTheQueueIsSkipped() {
        node.define(trigger("t"));
        for (int i = 0; i <= RunQueue.CAPACITY + 1; i++) {
            node.deliver(event("e" + i));
        }

        var last = "t e" + (RunQueue.CAPACITY + 1);
        assertThat(node.log.fishForMessage(
                        Duration.ofSeconds(10),
                        message -> message instanceof Run run && run.status() == Run.Status.SKIPPED
                                ? FishingOutcomes.complete()
                                : FishingOutcomes.continueAndIgnore()))
                .singleElement()
                .extracting(message ->
                        ((Run) message).trigger() + " " + ((Run) message).eventId() + ": " + ((Run) message).reason())
                .isEqualTo(last + ": 1000 runs of trigger 't' wait already");
    }

    @Test
    void twoTriggersOfOneNameCannotBeDefined() {
        assertThatThrownBy(() -> new Triggers.Define(List.of(trigger("t"), trigger("t"))))
                .hasMessage("there are two triggers named 't'");
    }

    @Test
    void stopSkipsWhatWaitsAndInterruptsWhatRuns() {
        var replies = kit.<Done>createTestProbe();
        node.define(trigger("t"));
        node.deliver(event("e"));
        node.started();
        node.deliver(event("f"));
        node.triggers.tell(new Triggers.Stop(false, replies.ref()));
        replies.expectMessage(Done.getInstance());
        replies.expectTerminated(node.triggers);

        assertThat(node.receipt().eventId()).isEqualTo("e");
        assertThat(List.of(node.recorded(), node.recorded())).containsExactly("t e queued", "t e running");
        assertThat(node.receipt().eventId()).isEqualTo("f");
        assertThat(List.of(node.recorded(), node.recorded(), node.recorded()))
                .containsExactly("t f queued", "t e interrupted: agent is stopping", "t f skipped: agent is stopping");
    }

    @Test
    void whileItStopsEventsRunNothingAndEveryStopIsAnswered() {
        var replies = kit.<Done>createTestProbe();
        var recording = new CompletableFuture<Void>();
        node.whenRecorded.set(record -> {
            if (record instanceof Run run && run.status() == Run.Status.INTERRUPTED) {
                recording.join();
            }
        });
        node.define(trigger("t"));
        node.deliver(event("e"));
        node.started();
        node.triggers.tell(new Triggers.Stop(false, replies.ref()));
        node.triggers.tell(new Triggers.Stop(false, replies.ref()));
        node.deliver(event("f"));
        assertThat(node.receipt().eventId()).isEqualTo("e");
        assertThat(List.of(node.recorded(), node.recorded())).containsExactly("t e queued", "t e running");
        assertThat(node.receipt()).isEqualTo(new Receipt("f", "web1", 0, "agent is stopping"));
        replies.expectNoMessage(Duration.ofMillis(20));

        recording.complete(null);

        assertThat(node.recorded()).isEqualTo("t e interrupted: agent is stopping");
        replies.expectMessage(Done.getInstance());
        replies.expectMessage(Done.getInstance());
    }

    @Test
    void stopIsAnsweredWhenNothingEverRan() {
        var replies = kit.<Done>createTestProbe();
        node.triggers.tell(new Triggers.Stop(false, replies.ref()));

        replies.expectMessage(Done.getInstance());
        replies.expectTerminated(node.triggers);
    }

    private Run ends(Commands.Finished end) {
        node.define(trigger("t"));
        node.deliver(event("e"));
        node.started().end().complete(end);
        node.receipt();
        return runsOf("e", 3).getLast();
    }

    /** The first records of an event's run; those of other events are passed over. */
    private List<Run> runsOf(String eventId, int count) {
        var found = new ArrayList<Run>();
        while (found.size() < count) {
            if (node.log.receiveMessage() instanceof Run run && run.eventId().equals(eventId)) {
                found.add(run);
            }
        }
        return found;
    }
}
