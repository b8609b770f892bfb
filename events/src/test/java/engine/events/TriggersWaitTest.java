package engine.events;

import static engine.events.Fixtures.debounced;
import static engine.events.Fixtures.event;
import static engine.events.Fixtures.queueing;
import static engine.events.Fixtures.retrying;
import static engine.events.Fixtures.trigger;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Runs that wait: for others, for quiet, for another attempt. */
final class TriggersWaitTest {
    private static final ActorTestKit kit = ActorTestKit.create(ManualTime.config());
    private static final ManualTime time = ManualTime.get(kit.system());
    private static final Debounce DEBOUNCE = new Debounce(Duration.ofSeconds(2), Duration.ofSeconds(5));
    private static final Retry THRICE = new Retry(3, Duration.ofSeconds(1), Duration.ofSeconds(30));

    private final FakeNode node = new FakeNode(kit);

    @AfterAll
    static void shutdown() {
        kit.shutdownTestKit();
    }

    private void deliver(String... ids) {
        for (var id : ids) {
            node.deliver(event(id));
            assertThat(node.receipt().eventId()).isEqualTo(id);
            assertThat(node.recorded()).isEqualTo("t " + id + " queued");
        }
    }

    private List<String> recorded(int count) {
        var all = new ArrayList<String>();
        for (var i = 0; i < count; i++) {
            all.add(node.recorded());
        }
        return all;
    }

    @Test
    void ofThoseThatWaitOnlyTheNewestRuns() {
        node.define(queueing(new QueuePolicy.Latest()));
        deliver("a");
        assertThat(node.recorded()).isEqualTo("t a running");
        var first = node.started();
        deliver("b");
        node.deliver(event("c"));
        assertThat(node.receipt().eventId()).isEqualTo("c");
        assertThat(recorded(2)).containsExactly("t c queued", "t b skipped: a newer event came: c");
        first.exits(0, "");
        assertThat(recorded(2)).containsExactly("t a succeeded", "t c running");
    }

    @Test
    void asManyAsAllowedRunAtOnce() {
        node.define(queueing(new QueuePolicy.Parallel(2)));
        node.deliver(event("a"));
        node.deliver(event("b"));
        node.deliver(event("c"));
        var one = node.started();
        node.started();
        node.programs.expectNoMessage(Duration.ofMillis(20));
        one.exits(0, "");
        assertThat(node.started().environment()).containsEntry("ENGINE_EVENT_ID", "c");
    }

    @Test
    void whatComesDuringARunIsSkipped() {
        node.define(queueing(new QueuePolicy.SkipWhileRunning()));
        deliver("a");
        assertThat(node.recorded()).isEqualTo("t a running");
        var first = node.started();
        node.deliver(event("b"));
        assertThat(node.receipt().eventId()).isEqualTo("b");
        assertThat(recorded(2)).containsExactly("t b queued", "t b skipped: trigger 't' was running");
        first.exits(0, "");
        assertThat(node.recorded()).isEqualTo("t a succeeded");
        deliver("c");
        assertThat(node.recorded()).isEqualTo("t c running");
    }

    @Test
    void aBurstRunsOnceItIsQuietWithItsLastEvent() {
        node.define(debounced(new QueuePolicy.Serial(), DEBOUNCE));
        deliver("a");
        time.timePasses(Duration.ofMillis(1_900));
        node.deliver(event("b"));
        assertThat(node.receipt().eventId()).isEqualTo("b");
        assertThat(recorded(2)).containsExactly("t b queued", "t a skipped: another event came soon after: b");
        time.expectNoMessageFor(Duration.ofMillis(1_900), node.log);
        time.timePasses(Duration.ofMillis(200));
        assertThat(node.recorded()).isEqualTo("t b running");
        node.started().exits(0, "");
        assertThat(node.recorded()).isEqualTo("t b succeeded");
        time.expectNoMessageFor(Duration.ofSeconds(10), node.log);
    }

    @Test
    void aBurstThatDoesNotEndRunsAfterThePeriod() {
        node.define(debounced(new QueuePolicy.Serial(), DEBOUNCE));
        deliver("a");
        for (var last : List.of("b", "c", "d", "e")) {
            time.timePasses(Duration.ofMillis(1_200));
            node.deliver(event(last));
            assertThat(node.receipt().eventId()).isEqualTo(last);
            assertThat(recorded(2).getFirst()).isEqualTo("t " + last + " queued");
        }
        time.timePasses(Duration.ofMillis(300));
        assertThat(node.recorded()).isEqualTo("t e running");
    }

    @Test
    void aBurstOfATriggerThatIsRemovedDoesNotRun() {
        node.define(debounced(new QueuePolicy.Serial(), DEBOUNCE));
        deliver("a");
        node.define();
        assertThat(node.recorded()).isEqualTo("t a skipped: trigger 't' was removed");
        time.expectNoMessageFor(Duration.ofSeconds(10), node.log);
    }

    @Test
    void aFailedRunIsTriedAgainAfterAPauseThatGrows() {
        node.define(retrying(THRICE));
        deliver("a");
        assertThat(node.recorded()).isEqualTo("t a running");
        node.started().exits(3, "no");
        assertThat(node.recorded()).isEqualTo("t a running: attempt 1 of 3 failed, the next begins in 1s: exit code 3");
        time.expectNoMessageFor(Duration.ofMillis(900), node.programs);
        time.timePasses(Duration.ofMillis(200));
        assertThat(node.recorded()).isEqualTo("t a running: attempt 2");
        node.started().end().complete(new Commands.Finished(0, true, ""));
        assertThat(node.recorded())
                .isEqualTo("t a running: attempt 2 of 3 failed, the next begins in 2s: killed after 2m");
        time.timePasses(Duration.ofMillis(2_100));
        assertThat(node.recorded()).isEqualTo("t a running: attempt 3");
        node.started().exits(0, "yes");
        var last = node.run();
        assertThat(last.status()).isEqualTo(Run.Status.SUCCEEDED);
        assertThat(last.reason()).isEqualTo("at attempt 3");
        assertThat(last.attempt()).isEqualTo(3);
        assertThat(last.output()).isEqualTo("yes");
    }

    @Test
    void theLastAttemptIsFinalAndTheNextRunFollows() {
        node.define(retrying(new Retry(2, Duration.ofSeconds(1), Duration.ofSeconds(1))));
        deliver("a");
        assertThat(node.recorded()).isEqualTo("t a running");
        deliver("b");
        node.started().exits(3, "");
        assertThat(node.recorded()).startsWith("t a running: attempt 1 of 2");
        time.timePasses(Duration.ofMillis(1_100));
        assertThat(node.recorded()).isEqualTo("t a running: attempt 2");
        node.started().exits(4, "");
        assertThat(recorded(2)).containsExactly("t a failed: exit code 4, at attempt 2", "t b running");
    }

    @Test
    void aPauseEndsWithTheTrigger() {
        node.define(retrying(THRICE));
        deliver("a");
        assertThat(node.recorded()).isEqualTo("t a running");
        node.started().exits(3, "");
        assertThat(node.recorded()).startsWith("t a running: attempt 1 of 3");
        node.define();
        assertThat(node.recorded()).isEqualTo("t a failed: exit code 3");
        node.define(trigger("t"));
        time.expectNoMessageFor(Duration.ofSeconds(10), node.programs);
        deliver("b");
        assertThat(node.recorded()).isEqualTo("t b running");
    }

    @Test
    void anAgentThatComesBackLeavesWhatWaitsAndBeginsAgainWhatMay() {
        var replies = kit.<Done>createTestProbe();
        node.define(Fixtures.rerunning());
        deliver("a");
        assertThat(node.recorded()).isEqualTo("t a running");
        deliver("b");
        node.triggers.tell(new Triggers.Stop(true, replies.ref()));
        replies.expectMessage(Done.getInstance());
        var again = node.run();
        assertThat(again.status()).isEqualTo(Run.Status.QUEUED);
        assertThat(again.attempt()).isEqualTo(2);
        assertThat(again.reason()).isEqualTo("the agent ended during attempt 1");
        node.log.expectNoMessage(Duration.ofMillis(20));
    }
}
