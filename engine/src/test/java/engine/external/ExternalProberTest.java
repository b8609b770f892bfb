package engine.external;

import static engine.external.Externals.check;
import static engine.external.Externals.reachability;
import static engine.external.Externals.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import engine.checks.Checks;
import engine.checks.Listener;
import engine.checks.Result;
import engine.checks.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a prober begins, ends and tells. */
class ExternalProberTest {
    private static final ActorTestKit KIT = ActorTestKit.create(ManualTime.config());
    private static final Duration OUTPUT_DELAY = Duration.ofSeconds(20);

    private final ManualTime time = ManualTime.get(KIT.system());
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2030-01-01T00:00:00Z"));
    private final Servers servers = new Servers();
    private final TestProbe<Checks.Command> checks = KIT.createTestProbe();
    /** All that the prober is told, each when its turn has come. */
    private final TestProbe<ExternalProber.Command> heard = KIT.createTestProbe();

    private final AtomicReference<Listener> listener = new AtomicReference<>();
    private ActorRef<ExternalProber.Command> prober = KIT.system().ignoreRef();

    /** Servers that answer what they are set to, and note what they are told. */
    private static final class Servers implements Cluster {
        private final LinkedBlockingQueue<String> asked = new LinkedBlockingQueue<>();
        private final LinkedBlockingQueue<Told> told = new LinkedBlockingQueue<>();
        private volatile Optional<List<ExternalCheck>> duties = Optional.of(List.of());
        private volatile boolean there = true;
        private volatile @Nullable CompletableFuture<Answer> late;
        private volatile Written answer = new Written(true, 8);

        record Told(String id, long index, Result found) {}

        @Override
        public CompletionStage<Answer> ask(String version) {
            asked.add(version);
            var later = late;
            if (later != null) {
                return later;
            }
            return there
                    ? CompletableFuture.completedFuture(new Answer("v", duties))
                    : CompletableFuture.failedFuture(new IllegalStateException("nobody there"));
        }

        @Override
        public CompletionStage<Written> tell(ExternalCheck known, Result found) {
            told.add(new Told(known.id(), known.modifyIndex(), found));
            return there
                    ? CompletableFuture.completedFuture(answer)
                    : CompletableFuture.failedFuture(new IllegalStateException("nobody there"));
        }

        Told next() throws InterruptedException {
            return Objects.requireNonNull(told.poll(5, TimeUnit.SECONDS), "nothing was told");
        }
    }

    @AfterAll
    static void end() {
        KIT.shutdownTestKit();
    }

    @BeforeEach
    void start() throws InterruptedException {
        var ports = new ExternalProber.Ports(
                servers, Externals.DEFINITIONS, false, OUTPUT_DELAY, now::get, new Random(7), this::running);
        prober = KIT.spawn(
                Behaviors.monitor(ExternalProber.Command.class, heard.getRef(), ExternalProber.create(ports)));
        asked();
    }

    @AfterEach
    void stop() {
        KIT.stop(prober);
    }

    private Behavior<Checks.Command> running(Listener heard) {
        listener.set(heard);
        return Behaviors.receiveMessage(command -> {
            checks.getRef().tell(command);
            return Behaviors.same();
        });
    }

    /** A server was asked, and unless its answer is late it has come: the prober asks no more while it waits for one. */
    private void asked() throws InterruptedException {
        assertThat(servers.asked.poll(5, TimeUnit.SECONDS)).as("a question").isNotNull();
        if (servers.late == null) {
            answered();
        }
    }

    private void answered() {
        heard.fishForMessage(
                Duration.ofSeconds(5),
                told -> told.getClass().getSimpleName().endsWith("nswered")
                        ? FishingOutcomes.complete()
                        : FishingOutcomes.continueAndIgnore());
    }

    /** Seconds pass, in each of which a server is asked and has answered. */
    private void seconds(int count) throws InterruptedException {
        for (var i = 0; i < count; i++) {
            now.updateAndGet(instant -> instant.plusSeconds(1));
            time.timePasses(Duration.ofSeconds(1));
            asked();
        }
    }

    private Checks.Put assigned(ExternalCheck... mine) throws InterruptedException {
        servers.duties = Optional.of(List.of(mine));
        seconds(1);
        return checks.expectMessageClass(Checks.Put.class);
    }

    private void found(Checks.Put put, Status status, String output) {
        Objects.requireNonNull(listener.get()).changed(put.definition().id(), status, output);
    }

    private void nothingIsTold() {
        assertThat(servers.told).isEmpty();
    }

    @Test
    void whatIsAssignedIsProbedFromTheStateThatTheCatalogHas() throws Exception {
        var put = assigned(tcp("a"));
        assertThat(put.known()).isEqualTo(new Result(Status.PASSING, ""));
        seconds(3);
        checks.expectNoMessage();

        servers.duties = Optional.of(List.of());
        seconds(1);
        assertThat(checks.expectMessageClass(Checks.Remove.class).id())
                .isEqualTo(put.definition().id());
    }

    @Test
    void aStatusIsToldAtOnceAndAnOutputAloneAfterAWhile() throws Exception {
        var put = assigned(tcp("a"));
        found(put, Status.CRITICAL, "refused");
        assertThat(servers.next()).isEqualTo(new Servers.Told("a", 7, new Result(Status.CRITICAL, "refused")));

        servers.duties = Optional.of(List.of(tcp("a").standing("critical", "refused", 8)));
        seconds(1);
        found(put, Status.CRITICAL, "no route");
        seconds(8);
        nothingIsTold();
        seconds(24);
        assertThat(servers.next()).isEqualTo(new Servers.Told("a", 8, new Result(Status.CRITICAL, "no route")));
    }

    @Test
    void whatComesBackToWhatTheCatalogHasIsNotTold() throws Exception {
        var put = assigned(tcp("a"));
        found(put, Status.PASSING, "one");
        found(put, Status.PASSING, "");
        seconds(32);
        nothingIsTold();
    }

    @Test
    void whatAnEndedProbeFindsIsDropped() throws Exception {
        var before = assigned(tcp("a"));
        var changed = check("a", "passing", "{\"TCP\":\"10.0.0.9:632\"}", 9);
        servers.duties = Optional.of(List.of(changed));
        seconds(1);
        checks.expectMessageClass(Checks.Remove.class);
        var after = checks.expectMessageClass(Checks.Put.class);
        found(before, Status.CRITICAL, "old");
        found(after, Status.WARNING, "new");
        assertThat(servers.next().found().output()).isEqualTo("new");
        nothingIsTold();
    }

    @Test
    void withoutServersForAWhileNothingIsProbedAndNothingTold() throws Exception {
        var put = assigned(tcp("a"));
        servers.there = false;
        seconds(5);
        checks.expectNoMessage();
        now.updateAndGet(instant -> instant.plusSeconds(2));
        found(put, Status.CRITICAL, "too late");
        seconds(1);
        checks.expectMessageClass(Checks.Remove.class);
        nothingIsTold();

        servers.there = true;
        seconds(1);
        assertThat(checks.expectMessageClass(Checks.Put.class).definition().id())
                .isNotEqualTo(put.definition().id());
        assertThat(servers.asked).isEmpty();
    }

    @Test
    void anAnswerThatNothingHasChangedSaysNothingAfterAllWasEnded() throws Exception {
        assigned(tcp("a"));
        var late = new CompletableFuture<Cluster.Answer>();
        servers.late = late;
        seconds(1);
        now.updateAndGet(instant -> instant.plusSeconds(7));
        time.timePasses(Duration.ofSeconds(1));
        checks.expectMessageClass(Checks.Remove.class);
        servers.late = null;
        late.complete(new Cluster.Answer("v", Optional.empty()));
        answered();
        seconds(1);
        checks.expectMessageClass(Checks.Put.class);
    }

    @Test
    void whatNoServerHasTakenIsToldAgain() throws Exception {
        var put = assigned(tcp("a"));
        servers.there = false;
        found(put, Status.CRITICAL, "refused");
        servers.next();
        seconds(1);
        servers.there = true;
        seconds(1);
        assertThat(servers.next().found().output()).isEqualTo("refused");
    }

    @Test
    void whatAServerRefusesIsNotToldAgainAndTheCheckBeginsAnewFromWhatThereIs() throws Exception {
        var put = assigned(tcp("a"));
        servers.answer = new Cluster.Written(false, 9);
        found(put, Status.CRITICAL, "refused");
        servers.next();
        servers.duties = Optional.of(List.of(tcp("a").standing("passing", "told", 9)));
        seconds(8);
        nothingIsTold();
        checks.expectNoMessage();
        seconds(4);
        checks.expectMessageClass(Checks.Remove.class);
        assertThat(checks.expectMessageClass(Checks.Put.class).known()).isEqualTo(new Result(Status.PASSING, "told"));
    }

    @Test
    void whatCannotBeRunIsCriticalAndSaysWhy() throws Exception {
        servers.duties = Optional.of(List.of(check("a", "passing", "{\"ScriptArgs\":[\"/bin/true\"]}", 7)));
        seconds(1);
        var told = servers.next();
        assertThat(told.found().status()).isEqualTo(Status.CRITICAL);
        assertThat(told.found().output()).contains("external-checks.scripts = true");
        checks.expectNoMessage();
    }

    @Test
    void aNodeIsAliveOrUnreachableInTheWordsOfConsulEsm() throws Exception {
        var put = assigned(reachability("", 0));
        found(put, Status.PASSING, "ping 10.0.0.9: answer after 1 ms");
        assertThat(servers.next())
                .isEqualTo(new Servers.Told(
                        "externalNodeHealth", 0, new Result(Status.PASSING, "Node alive or reachable")));
        servers.duties =
                Optional.of(List.of(reachability("passing", 8).standing("passing", "Node alive or reachable", 8)));
        seconds(1);
        found(put, Status.PASSING, "ping 10.0.0.9: answer after 2 ms");
        found(put, Status.CRITICAL, "ping 10.0.0.9: no answer within 5s");
        assertThat(servers.next().found()).isEqualTo(new Result(Status.CRITICAL, "Node not live or unreachable"));
        assertThat(new ArrayList<>(servers.told)).isEmpty();
    }
}
