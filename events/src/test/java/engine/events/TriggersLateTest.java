package engine.events;

import static engine.events.Fixtures.T0;
import static engine.events.Fixtures.trigger;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A node that was away. */
final class TriggersLateTest {
    private static final ActorTestKit KIT = ActorTestKit.create();

    @AfterAll
    static void end() {
        KIT.shutdownTestKit();
    }

    private static Event event(String id) {
        return new Event(
                id,
                "deploy",
                ByteString.emptyByteString(),
                "",
                "",
                "",
                7,
                T0,
                "n",
                Map.of(),
                Duration.ofMinutes(10),
                "",
                0);
    }

    @Test
    void anEventThatComesTooLateIsToldAsSuchAndOneInTimeRuns() {
        var node = new FakeNode(KIT);
        node.define(trigger("t"));
        node.now.set(T0.plus(Duration.ofMinutes(9)));
        node.deliver(event("in-time"));
        assertThat(node.receipt().triggers()).isEqualTo(1);
        assertThat(node.recorded()).isEqualTo("t in-time queued");
        assertThat(node.recorded()).isEqualTo("t in-time running");
        node.now.set(T0.plus(Duration.ofMinutes(70)));
        node.deliver(event("late"));
        assertThat(node.receipt())
                .isEqualTo(
                        new Receipt("late", "web1", 0, "it came too late: its time to live of 10m was over 1h before"));
    }
}
