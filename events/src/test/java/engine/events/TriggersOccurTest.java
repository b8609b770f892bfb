package engine.events;

import static engine.events.Fixtures.T0;
import static engine.events.Fixtures.event;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class TriggersOccurTest {
    private static final ActorTestKit kit = ActorTestKit.create();

    private final FakeNode node = new FakeNode(kit);
    private final TestProbe<Done> told = kit.createTestProbe();

    @AfterAll
    static void shutdown() {
        kit.shutdownTestKit();
    }

    private static Trigger on(Trigger.Source source, Trigger.Where where) {
        return new Trigger("t", source, where, List.of("/bin/t"), Duration.ofMinutes(2));
    }

    private static Trigger onKey() {
        return on(new Trigger.Source.Keys("app", false, Set.of()), Trigger.Where.ANYWHERE);
    }

    private static Event seen(String id, String trigger) {
        return Event.seen(
                id,
                trigger,
                ByteString.fromString("{}"),
                7,
                T0,
                "web1",
                new Cause("key app was set", "app/5", Duration.ZERO, Map.of("ENGINE_KV_KEY", "app")));
    }

    private void occur(Event event) {
        node.triggers.tell(new Triggers.Occur(event, told.ref()));
    }

    @Test
    void whatWasSeenRunsItsTriggerOnce() {
        node.define(onKey());
        occur(seen("1", "t"));
        node.receipt();
        assertThat(node.recorded()).isEqualTo("t 1 queued");
        assertThat(node.started().environment())
                .containsEntry("ENGINE_KV_KEY", "app")
                .containsEntry("ENGINE_EVENT_CAUSE", "key app was set");
        told.receiveMessage();
        assertThat(node.recorded()).isEqualTo("t 1 running");
        occur(seen("1", "t"));
        told.receiveMessage();
        node.log.expectNoMessage(Duration.ZERO);
    }

    @Test
    void itIsAnsweredWhenItIsOnDisk() {
        var disk = new CompletableFuture<Done>();
        node.onDisk.set(() -> disk);
        node.define(onKey());
        occur(seen("1", "t"));
        node.receipt();
        told.expectNoMessage(Duration.ZERO);
        disk.complete(Done.getInstance());
        told.receiveMessage();
    }

    @Test
    void whatRunsNothingHereLeavesNoRecord() {
        node.define(on(new Trigger.Source.Keys("app", false, Set.of()), new Trigger.Where("", "", "db1")));
        occur(seen("1", "t"));
        told.receiveMessage();
        occur(seen("2", "gone"));
        told.receiveMessage();
        node.log.expectNoMessage(Duration.ZERO);
    }

    @Test
    void anEventThatIsNamedAsTheTriggerIsNotWhatItWaitsFor() {
        node.define(onKey());
        node.deliver(event("1", "t", "", "", ""));
        assertThat(node.receipt().reason()).isEqualTo("no trigger for event 't'");
        node.define(on(new Trigger.Source.UserEvent("t"), Trigger.Where.ANYWHERE));
        occur(seen("2", "t"));
        told.receiveMessage();
        node.log.expectNoMessage(Duration.ZERO);
    }

    @Test
    void aWatchOfEventsIsGivenWhatConsulGives() {
        var id = "01a1fb23-2015-745a-a0aa-f6e9e0821994";
        node.define(
                on(new Trigger.Source.WatchedEvents(""), Trigger.Where.ANYWHERE),
                new Trigger(
                        "u",
                        new Trigger.Source.WatchedEvents("restart"),
                        Trigger.Where.ANYWHERE,
                        List.of("/bin/u"),
                        Duration.ofMinutes(2)));
        node.services.set(() -> List.of(Fixtures.service("web")));
        node.deliver(event(id, "say \"hi\"", "", "web", ""));
        node.receipt();
        assertThat(node.recorded()).isEqualTo("t " + id + " queued");
        var started = node.started();
        assertThat(started.stdin().utf8String())
                .isEqualTo(
                        "[{\"ID\":\"" + id
                                + "\",\"Name\":\"say \\\"hi\\\"\",\"Payload\":\"MS40LjI=\",\"NodeFilter\":\"\",\"ServiceFilter\":\"web\",\"TagFilter\":\"\",\"Version\":1,\"LTime\":7}]\n");
        assertThat(started.environment()).containsEntry("CONSUL_INDEX", "11604384029315919310");
    }

    @Test
    void theSourcesAreToldOfEveryDefinition() {
        node.define(onKey());
        occur(seen("1", "t"));
        told.receiveMessage();
        assertThat(node.watched.get()).containsExactly(onKey());
    }

    @Test
    void theIdOfWhatHappenedIsTheSameEverywhereAndSortsByItsTime() {
        var id = EventIds.of(T0, "t", "app/5");
        assertThat(id).isEqualTo(EventIds.of(T0, "t", "app/5")).isNotEqualTo(EventIds.of(T0, "t", "app/6"));
        assertThat(id).isNotEqualTo(EventIds.of(T0, "tapp", "/5"));
        assertThat(EventIds.time(id)).contains(T0);
        assertThat(id).isLessThan(EventIds.of(T0.plusMillis(1), "t", "app/5"));
    }
}
