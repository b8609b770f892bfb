package engine.events;

import static engine.events.Fixtures.event;
import static engine.events.Fixtures.trigger;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs wait for the disk: what is on it when the node ends is known after a restart. */
final class TriggersOnDiskTest {
    private static final ActorTestKit kit = ActorTestKit.create();

    private final FakeNode node = new FakeNode(kit);
    private final BlockingQueue<CompletableFuture<Done>> writes = new LinkedBlockingQueue<>();

    @AfterAll
    static void shutdown() {
        kit.shutdownTestKit();
    }

    @BeforeEach
    void slowDisk() {
        node.onDisk.set(() -> {
            var write = new CompletableFuture<Done>();
            writes.add(write);
            return write;
        });
        node.define(trigger("t"));
    }

    private void deliver(String id) {
        node.deliver(event(id));
        assertThat(node.receipt().eventId()).isEqualTo(id);
        assertThat(node.recorded()).isEqualTo("t " + id + " queued");
    }

    private void written() throws InterruptedException {
        next().complete(Done.done());
    }

    private CompletableFuture<Done> next() throws InterruptedException {
        return Objects.requireNonNull(writes.poll(5, TimeUnit.SECONDS), "nothing is being written");
    }

    @Test
    void aRunStartsWhenItsEventIsOnDiskAndNotBefore() throws InterruptedException {
        deliver("e");
        node.programs.expectNoMessage(Duration.ofMillis(20));
        written();
        assertThat(node.started().environment()).containsEntry("ENGINE_EVENT_ID", "e");
    }

    @Test
    void runsFollowTheOrderOfTheirEventsAlsoWhenTheDiskCatchesUp() throws InterruptedException {
        deliver("e");
        deliver("f");
        node.deliver(event("g"));
        assertThat(node.receipt().eventId()).isEqualTo("g");
        written();
        written();
        written();
        var first = node.started();
        assertThat(first.environment()).containsEntry("ENGINE_EVENT_ID", "e");
        first.exits(0, "");
        var second = node.started();
        assertThat(second.environment()).containsEntry("ENGINE_EVENT_ID", "f");
        second.exits(0, "");
        assertThat(node.started().environment()).containsEntry("ENGINE_EVENT_ID", "g");
    }

    @Test
    void aRunWhoseTriggerWentMeanwhileIsSkipped() throws InterruptedException {
        deliver("e");
        node.define();
        node.deliver(event("other", "unknown", "", "", ""));
        assertThat(node.receipt().eventId()).isEqualTo("other");
        written();
        assertThat(node.recorded()).isEqualTo("t e skipped: trigger 't' was removed");
    }

    @Test
    void aRunWhoseTriggerWaitsForSomethingElseByNowIsSkippedAndAChangedOneRunsAsItIs() throws InterruptedException {
        deliver("e");
        node.define(trigger("t", "restart", Trigger.Where.ANYWHERE));
        node.deliver(event("other", "unknown", "", "", ""));
        assertThat(node.receipt().eventId()).isEqualTo("other");
        written();
        assertThat(node.recorded()).isEqualTo("t e skipped: trigger 't' no longer waits for this event");
        written();
        node.define(trigger("t"));
        deliver("f");
        node.define(new Trigger(
                "t", trigger("t").on(), Trigger.Where.ANYWHERE, List.of("/bin/new"), Duration.ofSeconds(90)));
        node.deliver(event("another", "unknown", "", "", ""));
        assertThat(node.receipt().eventId()).isEqualTo("another");
        written();
        assertThat(node.started().command()).containsExactly("/bin/new");
    }

    @Test
    void whatCannotBeKeptOnDiskDoesNotRun() throws InterruptedException {
        deliver("e");
        next().completeExceptionally(new IllegalStateException("no space"));
        assertThat(node.recorded()).isEqualTo("t e skipped: it could not be recorded: no space");
        node.programs.expectNoMessage(Duration.ofMillis(20));
    }

    @Test
    void anEndWaitsForTheDiskAndSkipsWhatHasNotStarted() throws InterruptedException {
        var replies = kit.<Done>createTestProbe();
        deliver("e");
        node.triggers.tell(new Triggers.Stop(false, replies.ref()));
        replies.expectNoMessage(Duration.ofMillis(20));
        written();
        assertThat(node.recorded()).isEqualTo("t e skipped: agent is stopping");
        replies.expectMessage(Done.getInstance());
    }
}
