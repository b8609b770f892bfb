package engine.sources;

import static org.assertj.core.api.Assertions.assertThat;

import engine.events.Action;
import engine.events.Event;
import engine.events.EventIds;
import engine.events.QueuePolicy;
import engine.events.Retry;
import engine.events.Trigger;
import engine.events.Trigger.Source;
import engine.events.Trigger.Source.NodeChange;
import engine.events.Triggers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class SourceWatchTest {
    private static final ActorTestKit kit = ActorTestKit.create(ManualTime.config());
    private static final ManualTime time = ManualTime.get(kit.system());
    private static final Instant CHANGED = Instant.parse("2030-01-01T00:00:00Z");

    /** A question, answered when the test says so. */
    private record Asked(String path, CompletableFuture<Answer> answer) {
        void with(long index, String body) {
            answer.complete(new Answer(200, "" + index, true, body.replace('\'', '"')));
        }
    }

    private final TestProbe<Asked> questions = kit.createTestProbe();
    private final TestProbe<Triggers.Command> triggers = kit.createTestProbe();
    private final Map<String, String> kept = new ConcurrentHashMap<>();

    private final SourceWatch.Places places = new SourceWatch.Places() {
        @Override
        public String get(String trigger) {
            return kept.getOrDefault(trigger, "");
        }

        @Override
        public void put(String trigger, String text) {
            kept.put(trigger, text);
        }

        @Override
        public void forget(String trigger) {
            kept.remove(trigger);
        }

        @Override
        public void retain(Set<String> names) {
            kept.keySet().retainAll(names);
        }
    };

    private ActorRef<SourceWatch.Command> start() {
        return kit.spawn(SourceWatch.create(new SourceWatch.Ports(
                path -> {
                    var answer = new CompletableFuture<Answer>();
                    questions.ref().tell(new Asked(path, answer));
                    return answer;
                },
                places,
                "n1",
                () -> 7,
                () -> CHANGED,
                Duration.ZERO)));
    }

    @AfterAll
    static void end() {
        kit.shutdownTestKit();
    }

    private static Trigger onKey(String name, String key) {
        return new Trigger(
                name,
                new Source.Keys(key, false, Set.of()),
                Trigger.Where.ANYWHERE,
                List.of("/bin/t"),
                Duration.ofMinutes(1));
    }

    private void define(ActorRef<SourceWatch.Command> watch, Trigger... all) {
        watch.tell(new SourceWatch.Define(List.of(all), triggers.ref()));
    }

    private static String change(long index) {
        return "[{'Key': 'a', 'Operation': 'set', 'OldValue': null, 'Value': 'MQ==', 'Index': %d, 'Time': '%s'}]"
                .formatted(index, CHANGED);
    }

    private Triggers.Occur occurred() {
        return triggers.expectMessageClass(Triggers.Occur.class);
    }

    @Test
    void whatIsNewIsToldAndThePlaceIsKeptWhenItIsRecorded() {
        var watch = start();
        define(watch, onKey("t", "a"));
        questions.receiveMessage().with(5, change(5));
        var second = questions.receiveMessage();
        assertThat(second.path()).isEqualTo("/v1/kv-changes/a?index=5&wait=60s");
        second.with(6, change(6));
        var occurred = occurred();
        assertThat(occurred.event().id()).isEqualTo(EventIds.of(CHANGED, "t", "kv/6/a"));
        assertThat(occurred.event().name()).isEqualTo("t");
        assertThat(occurred.event().cause()).isPresent();
        questions.expectNoMessage(Duration.ZERO);
        triggers.awaitAssert(() -> assertThat(kept.get("t")).endsWith("\n5"));
        occurred.replyTo().tell(Done.getInstance());
        questions.receiveMessage();
        triggers.expectNoMessage(Duration.ZERO);
        triggers.awaitAssert(() -> {
            assertThat(kept.get("t")).endsWith("\n6");
            return Done.getInstance();
        });
    }

    @Test
    void afterARestartItGoesOnAndWhatIsToldAgainHasTheSameId() {
        define(start(), onKey("t", "a"));
        questions.receiveMessage().with(5, "[]");
        questions.receiveMessage().with(6, change(6));
        var first = occurred().event();

        define(start(), onKey("t", "a"));
        var asked = questions.receiveMessage();
        assertThat(asked.path()).isEqualTo("/v1/kv-changes/a?index=5&wait=60s");
        asked.with(6, change(6));
        assertThat(occurred().event()).extracting(Event::id).isEqualTo(first.id());
    }

    @Test
    void aTriggerThatWaitsForTheSameGoesOnAndOneThatDoesNotBeginsAnew() {
        var watch = start();
        define(watch, onKey("t", "a"));
        var waiting = questions.receiveMessage();
        define(watch, onKey("t", "a"), onKey("u", "b"));
        assertThat(questions.receiveMessage().path()).isEqualTo("/v1/kv-changes/b?consistent");
        waiting.with(5, "[]");
        assertThat(questions.receiveMessage().path()).isEqualTo("/v1/kv-changes/a?index=5&wait=60s");
        define(watch, onKey("t", "c"));
        assertThat(questions.receiveMessage().path()).isEqualTo("/v1/kv-changes/c?consistent");
        assertThat(kept).doesNotContainKey("t");
    }

    @Test
    void anAnswerThatIsNoneIsAskedForAgainEverMoreSlowly() {
        define(start(), onKey("t", "a"));
        questions.receiveMessage().answer().complete(new Answer(500, "", false, "No cluster leader"));
        var paths = new ArrayList<String>();
        for (var pause : List.of(1, 2, 4)) {
            questions.expectNoMessage(Duration.ZERO);
            settle();
            time.timePasses(Duration.ofSeconds(pause));
            var again = questions.receiveMessage();
            paths.add(again.path());
            again.answer().completeExceptionally(new IllegalStateException("No known Consul servers"));
        }
        assertThat(paths).containsOnly("/v1/kv-changes/a?consistent");
    }

    private static Trigger onNodes(Trigger.Once once, NodeChange... changes) {
        return new Trigger(
                "t",
                new Source.Nodes("", Set.of(changes)),
                Trigger.Where.ANYWHERE,
                Action.Program.of(List.of("/bin/t")),
                Duration.ofMinutes(1),
                new QueuePolicy.Serial(),
                Optional.empty(),
                Retry.NONE,
                Trigger.OnCrash.REPORT,
                once);
    }

    private static final String ALIVE = "[{'Node': 'n2', 'CheckID': 'serfHealth', 'Status': 'passing'}]";

    @Test
    void afterARestartWhatDiffersIsToldOnceOthersAreSeen() {
        define(start(), onNodes(Trigger.Once.PER_NODE, NodeChange.values()));
        nextAfterASecond().with(5, ALIVE);
        questions.receiveMessage();
        triggers.awaitAssert(() -> assertThat(kept.get("t")).endsWith("\n[[\"n2\",\"true\"]]"));

        define(start(), onNodes(Trigger.Once.PER_NODE, NodeChange.values()));
        for (var second = 0; second < 21; second++) {
            triggers.expectNoMessage(Duration.ZERO);
            nextAfterASecond().with(9, "[]");
        }
        assertThat(occurred().event().cause().orElseThrow().text()).isEqualTo("node n2 left");
    }

    @Test
    void whatOneOfAllNodesDoesIsNotDoneLaterByOneThatWasAway() {
        define(start(), onNodes(Trigger.Once.CLUSTER, NodeChange.values()));
        nextAfterASecond().with(5, ALIVE);
        questions.receiveMessage();
        assertThat(kept).isEmpty();
    }

    private Asked nextAfterASecond() {
        settle();
        time.timePasses(Duration.ofSeconds(1));
        return questions.receiveMessage();
    }

    /** The actor has taken its answer, and set its timer. */
    private static void settle() {
        time.expectNoMessageFor(Duration.ofMillis(200));
    }
}
