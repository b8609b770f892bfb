package engine.events;

import static engine.events.Fixtures.event;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class TriggersOnceTest {
    private static final ActorTestKit kit = ActorTestKit.create(ManualTime.config());
    private static final ManualTime time = ManualTime.get(kit.system());

    private final FakeNode node = new FakeNode(kit);

    @AfterAll
    static void shutdown() {
        kit.shutdownTestKit();
    }

    private static Trigger once(QueuePolicy queue) {
        return new Trigger(
                "t",
                new Trigger.Source.UserEvent("deploy"),
                Trigger.Where.ANYWHERE,
                Action.Program.of(List.of("/bin/t")),
                Duration.ofMinutes(2),
                queue,
                Optional.empty(),
                Retry.NONE,
                Trigger.OnCrash.REPORT,
                Trigger.Once.CLUSTER);
    }

    private void fired(String... ids) {
        node.define(once(new QueuePolicy.Serial()));
        for (var id : ids) {
            node.deliver(event(id));
            node.receipt();
            assertThat(node.recorded()).isEqualTo("t " + id + " queued");
        }
    }

    @Test
    void theNodeThatHoldsTheClaimRunsIt() {
        fired("1");
        assertThat(node.calls.receiveMessage()).isEqualTo("claim t for 1");
        assertThat(node.recorded()).isEqualTo("t 1 running");
        node.started().exits(0, "");
        assertThat(node.recorded()).isEqualTo("t 1 succeeded");
    }

    @Test
    void anotherNodeNamesTheOneThatRunsItAndGoesOn() {
        node.holder.set(CompletableFuture.completedStage("db1"));
        fired("1");
        assertThat(node.recorded()).isEqualTo("t 1 elsewhere: db1 runs it");
        node.holder.set(CompletableFuture.completedStage("web1"));
        fired("2");
        assertThat(node.recorded()).isEqualTo("t 2 running");
        node.programs.receiveMessage();
    }

    @Test
    void withoutAMajorityItWaitsAndSaysSo() {
        node.holder.set(CompletableFuture.failedStage(new IllegalStateException("No cluster leader")));
        fired("1");
        assertThat(node.recorded())
                .isEqualTo("t 1 queued: waits until it is decided which node runs it: No cluster leader");
        node.programs.expectNoMessage(Duration.ZERO);
        node.calls.receiveMessage();
        node.holder.set(CompletableFuture.completedStage("web1"));
        time.timePasses(Duration.ofSeconds(2));
        assertThat(node.recorded()).isEqualTo("t 1 running");
    }

    @Test
    void aMajorityIsNotWaitedForForEver() {
        node.holder.set(CompletableFuture.failedStage(new IllegalStateException("No cluster leader")));
        fired("1");
        node.recorded();
        node.now.set(Fixtures.T0.plus(Duration.ofMinutes(61)));
        time.timePasses(Duration.ofSeconds(2));
        assertThat(node.recorded())
                .isEqualTo("t 1 skipped: in 1h it could not be decided which node runs it: No cluster leader");
    }

    @Test
    void aReloadThatTakesTheTriggerAwayEndsTheWait() {
        node.holder.set(new CompletableFuture<>());
        fired("1");
        node.define();
        assertThat(node.recorded()).isEqualTo("t 1 skipped: trigger 't' was removed");
    }

    @Test
    void whatWaitsBehindARunIsNotClaimedYet() {
        fired("1");
        assertThat(node.calls.receiveMessage()).isEqualTo("claim t for 1");
        node.recorded();
        var first = node.started();
        node.deliver(event("2"));
        node.receipt();
        assertThat(node.recorded()).isEqualTo("t 2 queued");
        node.calls.expectNoMessage(Duration.ZERO);
        first.exits(0, "");
        assertThat(node.recorded()).isEqualTo("t 1 succeeded");
        assertThat(node.calls.receiveMessage()).isEqualTo("claim t for 2");
    }
}
