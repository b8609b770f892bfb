package engine;

import static org.assertj.core.api.Assertions.assertThat;

import engine.durable.KeptTexts;
import engine.durable.LocalLog;
import engine.events.Event;
import engine.events.Trigger;
import engine.events.Triggers;
import engine.http.KeptTriggers.Kept;
import engine.http.KeptTriggers.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** How a node learns which triggers there are, and what waits for that. */
final class TriggerDefinitionsTest {
    private static final ActorTestKit KIT = ActorTestKit.create(ManualTime.config());
    private static final Event EVENT =
            new Event("e1", "e", ByteString.emptyByteString(), "", "", "", 1, Instant.EPOCH, "n1");

    private final ManualTime time = ManualTime.get(KIT.system());
    private final TestProbe<Triggers.Command> triggers = KIT.createTestProbe();
    private final KnownTriggers known = new KnownTriggers(KeptTexts.of(LocalLog.none(), "triggers"));
    private final FakeCluster cluster = new FakeCluster();

    @AfterAll
    static void end() {
        KIT.shutdownTestKit();
    }

    /** A question that waits for its answer. */
    private record Asked(long index, CompletableFuture<TriggerDefinitions.Page> answer) {
        void is(long at, Kept... kept) {
            answer.complete(new TriggerDefinitions.Page(at, List.of(kept)));
        }
    }

    private static final class FakeCluster implements TriggerDefinitions.Cluster {
        private final LinkedBlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
        private final LinkedBlockingQueue<Report> reports = new LinkedBlockingQueue<>();

        @Override
        public CompletionStage<TriggerDefinitions.Page> triggers(long index) {
            var question = new Asked(index, new CompletableFuture<>());
            asked.add(question);
            return question.answer();
        }

        @Override
        public CompletionStage<Done> report(Report report) {
            reports.add(report);
            return CompletableFuture.completedStage(Done.getInstance());
        }

        Asked next() throws InterruptedException {
            var question = asked.poll(5, TimeUnit.SECONDS);
            assertThat(question).as("a question").isNotNull();
            return question;
        }

        Report report() throws InterruptedException {
            var report = reports.poll(5, TimeUnit.SECONDS);
            assertThat(report).as("a report").isNotNull();
            return report;
        }
    }

    private static Kept kept(String name) {
        return new Kept(
                name, 1, Instant.EPOCH, Instant.EPOCH, "n1", "", "trigger." + name + " { on { event = e }, run = x }");
    }

    private ActorRef<TriggerDefinitions.Command> started(String... allowed) {
        var actor = KIT.spawn(TriggerDefinitions.create(triggers.getRef(), cluster, known));
        configure(actor, allowed);
        return actor;
    }

    private static void configure(ActorRef<TriggerDefinitions.Command> actor, String... allowed) {
        actor.tell(new TriggerDefinitions.Configure(List.of(), new AllowList(List.of(allowed)), Duration.ofMinutes(1)));
    }

    private void defined(String... names) {
        assertThat(triggers.expectMessageClass(Triggers.Define.class).triggers())
                .extracting(Trigger::name)
                .containsExactly(names);
    }

    private void delivered() {
        triggers.expectMessage(new Triggers.Deliver(EVENT));
    }

    private static void deliver(ActorRef<TriggerDefinitions.Command> actor) {
        actor.tell(new TriggerDefinitions.Pass(new Triggers.Deliver(EVENT)));
    }

    @Test
    void anEventMeetsTheTriggersThatThereAreWhenTheNodeStarts() throws Exception {
        known.replace(List.of(kept("old")));
        var actor = started("*");
        defined("old");

        deliver(actor);
        triggers.expectNoMessage(Duration.ofMillis(50));
        cluster.next().is(5, kept("fresh"));

        defined("fresh");
        delivered();
        assertThat(known.all()).containsExactly(kept("fresh"));
    }

    @Test
    void anEventDoesNotWaitLongForAServer() throws Exception {
        var actor = started("*");
        defined();
        deliver(actor);
        cluster.next().answer().completeExceptionally(new IllegalStateException("no server"));

        time.timePasses(Duration.ofMillis(4_900));
        triggers.expectNoMessage(Duration.ofMillis(50));
        time.timePasses(Duration.ofMillis(200));

        delivered();
    }

    @Test
    void eachChangeIsWaitedForFromTheOneBefore() throws Exception {
        started("*");
        defined();
        cluster.next().is(5, kept("a"));
        defined("a");
        var second = cluster.next();
        assertThat(second.index()).isEqualTo(5);
        second.is(9, kept("a"), kept("b"));
        defined("a", "b");
        assertThat(cluster.next().index()).isEqualTo(9);
    }

    /** Also so that a server that ends, and lets nobody wait, is not asked without pause. */
    @Test
    void whereNothingIsNewItIsAskedAgainAfterAPause() throws Exception {
        started("*");
        defined();
        cluster.next().is(5);
        cluster.next().is(5);

        triggers.expectNoMessage(Duration.ofMillis(50));
        assertThat(cluster.asked).isEmpty();
        time.timePasses(Duration.ofSeconds(1));

        assertThat(cluster.next().index()).isEqualTo(5);
    }

    @Test
    void anotherServerIsAskedForAllAndEventsWaitForThat() throws Exception {
        var actor = started("*");
        defined();
        cluster.next().is(5, kept("a"));
        defined("a");
        var before = cluster.next();

        actor.tell(TriggerDefinitions.Attached.INSTANCE);
        deliver(actor);
        var after = cluster.next();
        assertThat(after.index()).isZero();
        before.is(6);
        triggers.expectNoMessage(Duration.ofMillis(50));
        after.is(3, kept("b"));

        defined("b");
        delivered();
    }

    /** Other servers tell their events as soon as this one can be reached, which is before it knows its triggers. */
    @Test
    void anEventThatComesBeforeTheConfigurationWaitsForIt() {
        var actor = KIT.spawn(TriggerDefinitions.create(triggers.getRef(), cluster, known));
        deliver(actor);
        triggers.expectNoMessage(Duration.ofMillis(50));

        configure(actor);

        defined();
        delivered();
    }

    @Test
    void whoPermitsNothingAsksNothingAndSaysNothing() {
        var actor = started();
        defined();
        deliver(actor);

        delivered();
        assertThat(cluster.asked).isEmpty();
        assertThat(cluster.reports).isEmpty();
    }

    @Test
    void whatIsPermittedIsReportedAndTakenBackWhenItIsNoMore() throws Exception {
        var actor = started("a", "b");
        defined();
        assertThat(cluster.report().permits()).containsExactly("a", "b");
        cluster.next().is(5, kept("a"));
        defined("a");
        Await.until(
                "the report is known to have arrived", () -> !known.reported().isEmpty());

        configure(actor);

        defined();
        assertThat(cluster.report().permits()).isEmpty();
        Await.until("the report is taken back", () -> known.reported().isEmpty());
    }
}
