package engine;

import static org.assertj.core.api.Assertions.assertThat;

import engine.config.EventHandler;
import engine.config.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** When handlers of member events run. */
final class MemberHandlersTest {
    private static final ActorTestKit KIT = ActorTestKit.create(ManualTime.config());
    private static final Settings SETTINGS = TestSettings.dev(
            Map.of("node-name", "n1", "event-handlers", List.of("member-failed,member-join=a", "*=b", "user=c")));
    private static final Settings NONE = TestSettings.dev(Map.of("node-name", "n1"));
    private static final String NODES = "[{\"Node\":\"web1\",\"Address\":\"10.0.0.1\"}]";

    private final ManualTime time = ManualTime.get(KIT.system());
    private final LinkedBlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<Started> runs = new LinkedBlockingQueue<>();

    private record Asked(String path, long index, CompletableFuture<OwnApi.Reply> answer) {}

    private record Started(
            EventHandler handler, Map<String, String> environment, String input, CompletableFuture<String> end) {
        String what() {
            return handler.script() + " " + environment.get("SERF_EVENT") + " " + environment.get("SERF_SELF_NAME");
        }
    }

    @AfterAll
    static void end() {
        KIT.shutdownTestKit();
    }

    private ActorRef<MemberHandlers.Command> started(Duration settling, Settings settings) {
        var actor = KIT.spawn(MemberHandlers.create(new MemberHandlers.Ports(this::ask, this::run, settling)));
        time.timePasses(Duration.ofMillis(1));
        actor.tell(new MemberHandlers.Configure(settings));
        return actor;
    }

    private CompletionStage<OwnApi.Reply> ask(String path, long index) {
        var answer = new CompletableFuture<OwnApi.Reply>();
        asked.add(new Asked(path, index, answer));
        return answer;
    }

    private CompletionStage<String> run(EventHandler handler, Map<String, String> environment, String input) {
        var end = new CompletableFuture<String>();
        runs.add(new Started(handler, environment, input, end));
        return end;
    }

    private Asked next() throws InterruptedException {
        var next = asked.poll(5, TimeUnit.SECONDS);
        assertThat(next).as("a question").isNotNull();
        return next;
    }

    private Started nextRun() throws InterruptedException {
        var next = runs.poll(5, TimeUnit.SECONDS);
        assertThat(next).as("a run").isNotNull();
        return next;
    }

    private static OwnApi.Reply health(long index, String status) {
        return new OwnApi.Reply(index, "[{\"Node\":\"web1\",\"Status\":\"" + status + "\"}]");
    }

    /** Answers the first questions; returns the next one about health. */
    private Asked known(String status) throws InterruptedException {
        next().answer().complete(health(5, status));
        next().answer().complete(new OwnApi.Reply(5, NODES));
        var first = next();
        var second = next();
        return first.path().startsWith("/v1/health") ? first : second;
    }

    @Test
    void whoWasThereIsNoNewsAndWhoFailsThenIs() throws Exception {
        started(Duration.ZERO, SETTINGS);
        var health = known("passing");
        assertThat(health.index()).isEqualTo(5);
        health.answer().complete(health(6, "critical"));

        var first = nextRun();
        assertThat(first.what()).isEqualTo("a member-failed n1");
        assertThat(first.input()).isEqualTo("web1\t10.0.0.1\t\t\n");
        assertThat(runs).as("one after another").isEmpty();
        first.end().complete("exit code 1");
        assertThat(nextRun().what()).isEqualTo("b member-failed n1");
    }

    @Test
    void aServerThatHasOthersWaitsUntilItHasSeenThem() throws Exception {
        started(Duration.ofSeconds(20), SETTINGS);
        var health = known("critical");
        health.answer().complete(health(6, "passing"));
        var later = next();
        assertThat(runs).isEmpty();

        time.timePasses(Duration.ofSeconds(20));
        later.answer().complete(health(7, "critical"));

        assertThat(nextRun().what()).isEqualTo("a member-failed n1");
    }

    @Test
    void anotherServerIsAskedForAllAndWhatChangedMeanwhileIsTold() throws Exception {
        var actor = started(Duration.ZERO, SETTINGS);
        known("passing");

        actor.tell(MemberHandlers.Attached.INSTANCE);
        var health = next();
        assertThat(health.index()).isZero();
        health.answer().complete(health(2, "critical"));

        assertThat(nextRun().what()).isEqualTo("a member-failed n1");
    }

    @Test
    void withoutSuchHandlersNothingIsAsked() throws Exception {
        var actor = started(Duration.ZERO, NONE);
        actor.tell(new MemberHandlers.Configure(SETTINGS));
        next();
        next();
        assertThat(asked).isEmpty();
    }
}
