package engine.events;

import static engine.events.Fixtures.event;
import static engine.events.Fixtures.trigger;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Definitions that change while a run goes on ("e") and another waits ("f"). */
final class TriggersReloadTest {
    private static final ActorTestKit kit = ActorTestKit.create();

    private final FakeNode node = new FakeNode(kit);
    private FakeNode.Started running;

    @AfterAll
    static void shutdown() {
        kit.shutdownTestKit();
    }

    @BeforeEach
    void oneRunsAndOneWaits() {
        node.define(trigger("t"));
        node.deliver(event("e"));
        running = node.started();
        node.deliver(event("f"));
        assertThat(node.receipt().eventId()).isEqualTo("e");
        assertThat(List.of(node.recorded(), node.recorded())).containsExactly("t e queued", "t e running");
        assertThat(node.receipt().eventId()).isEqualTo("f");
        assertThat(node.recorded()).isEqualTo("t f queued");
    }

    @Test
    void aRemovedTriggerFinishesItsRunAndSkipsTheOthers() {
        node.define();
        assertThat(node.recorded()).isEqualTo("t f skipped: trigger 't' was removed");
        node.deliver(event("g"));
        assertThat(node.receipt()).isEqualTo(new Receipt("g", "web1", 0, "no trigger for event 'deploy'"));

        running.exits(0, "");

        assertThat(node.recorded()).isEqualTo("t e succeeded");
    }

    @Test
    void aTriggerThatComesBackStillRunsOneAfterAnother() {
        node.define();
        node.define(trigger("other"));
        assertThat(node.recorded()).isEqualTo("t f skipped: trigger 't' was removed");
        node.define(trigger("t"));
        node.deliver(event("g"));
        assertThat(node.receipt().triggers()).isEqualTo(1);
        assertThat(node.recorded()).isEqualTo("t g queued");
        node.programs.expectNoMessage(Duration.ofMillis(20));

        running.exits(1, "");

        assertThat(node.recorded()).isEqualTo("t e failed: exit code 1");
        assertThat(node.recorded()).isEqualTo("t g running");
        node.started().exits(0, "");
        assertThat(node.recorded()).isEqualTo("t g succeeded");
    }

    @Test
    void aTriggerThatComesBackAfterItsLastRunRunsAgain() {
        node.define();
        assertThat(node.recorded()).isEqualTo("t f skipped: trigger 't' was removed");
        running.exits(0, "");
        assertThat(node.recorded()).isEqualTo("t e succeeded");

        for (int i = 0; i < 50; i++) {
            node.define(trigger("t"));
            node.deliver(event("g" + i));
            node.define();
            assertThat(node.receipt().triggers()).isEqualTo(1);
            assertThat(List.of(node.recorded(), node.recorded()))
                    .containsExactly("t g" + i + " queued", "t g" + i + " running");
            node.started().exits(0, "");
            assertThat(node.recorded()).isEqualTo("t g" + i + " succeeded");
        }
    }

    @Test
    void aQueuedRunFollowsTheNewDefinition() {
        var changed = new Trigger(
                "t", trigger("t").on(), Trigger.Where.ANYWHERE, List.of("/bin/new"), Duration.ofSeconds(90));
        node.define(changed);
        // Once a later event has its receipt, the queue is told of the definition before of the end of its run.
        node.deliver(event("later", "unknown", "", "", ""));
        assertThat(node.receipt().eventId()).isEqualTo("later");
        running.end().complete(new Commands.Finished(0, true, ""));
        assertThat(node.recorded()).isEqualTo("t e timed-out: killed after 2m");

        var next = node.started();

        assertThat(next.command()).containsExactly("/bin/new");
        assertThat(next.timeout()).isEqualTo(Duration.ofSeconds(90));
        assertThat(node.recorded()).isEqualTo("t f running");
        next.end().complete(new Commands.Finished(0, true, ""));
        assertThat(node.recorded()).isEqualTo("t f timed-out: killed after 1m30s");
    }

    @Test
    void aTriggerThatWaitsForSomethingElseSkipsItsQueue() {
        node.define(trigger("t", "restart", Trigger.Where.ANYWHERE));

        assertThat(node.recorded()).isEqualTo("t f skipped: trigger 't' no longer waits for this event");
        node.deliver(event("g", "restart", "", "", ""));
        assertThat(node.receipt().triggers()).isEqualTo(1);
        assertThat(node.recorded()).isEqualTo("t g queued");
        running.exits(0, "");
        assertThat(node.recorded()).isEqualTo("t e succeeded");
        assertThat(node.recorded()).isEqualTo("t g running");
    }
}
