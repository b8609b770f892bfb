package engine;

import static org.assertj.core.api.Assertions.assertThat;

import engine.state.Key;
import engine.state.Op;
import engine.state.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.pattern.StatusReply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class AntiEntropyTest {
    private static final ActorTestKit KIT = ActorTestKit.create(ManualTime.config());
    private static final ManualTime TIME = ManualTime.get(KIT.system());
    private static final Key WEB = new Key.Service("n1", "web");
    private static final Key CHECK = new Key.Check("n1", "up");
    private static final Value OTHER = Records.service("n1", "web", "other");
    private static final Duration SECOND = Duration.ofSeconds(1);

    private record Told(List<Op.Put> puts, ActorRef<StatusReply<Boolean>> replyTo) {
        void done() {
            replyTo.tell(StatusReply.success(true));
        }
    }

    private final TestProbe<Told> catalog = KIT.createTestProbe();
    private final TestProbe<StatusReply<Boolean>> answers = KIT.createTestProbe();
    private final AtomicReference<Map<Key, Optional<Value>>> differences = new AtomicReference<>(Map.of());
    private final AtomicInteger looks = new AtomicInteger();
    private final List<Op.Put> own = List.of(new Op.Put(WEB, Records.service("n1", "web", "web")));
    private final ActorRef<AntiEntropy.Command> actor = KIT.spawn(AntiEntropy.create(new AntiEntropy.Ports(
            replyTo -> catalog.ref().tell(new Told(own, replyTo)),
            () -> {
                looks.incrementAndGet();
                return differences.get();
            },
            () -> 3,
            new Random(1))));

    @AfterAll
    static void end() {
        KIT.shutdownTestKit();
    }

    private void begin() {
        actor.tell(new AntiEntropy.Begin(answers.ref()));
        catalog.receiveMessage().done();
        assertThat(answers.receiveMessage().isSuccess()).isTrue();
        settle();
    }

    /** Returns when the actor has done what it was told. */
    private void settle() {
        catalog.expectNoMessage(Duration.ofMillis(20));
    }

    private void differ(Map<Key, Optional<Value>> how) {
        differences.set(how);
        actor.tell(AntiEntropy.Differs.INSTANCE);
        settle();
    }

    @Test
    void nothingIsToldBeforeAllIsRestored() {
        actor.tell(AntiEntropy.Differs.INSTANCE);
        TIME.expectNoMessageFor(Duration.ofMinutes(5), catalog);
        actor.tell(new AntiEntropy.Begin(answers.ref()));
        var told = catalog.receiveMessage();
        assertThat(told.puts()).isEqualTo(own);
        answers.expectNoMessage(Duration.ZERO);
        told.replyTo().tell(StatusReply.error("no"));
        assertThat(answers.receiveMessage().isError()).isTrue();
    }

    @Test
    void everyMinuteOrTwoAllIsToldAgain() {
        begin();
        TIME.expectNoMessageFor(Duration.ofSeconds(59), catalog);
        for (var i = 0; i < 5; i++) {
            TIME.timePasses(Duration.ofSeconds(121));
            catalog.receiveMessage().done();
        }
        assertThat(looks).hasValue(0);
    }

    @Test
    void aTellingThatIsNotAnsweredDoesNotStopTheNext() {
        begin();
        TIME.timePasses(Duration.ofSeconds(121));
        catalog.receiveMessage();
        TIME.timePasses(Duration.ofSeconds(31));
        settle();
        TIME.timePasses(Duration.ofMinutes(2));
        catalog.receiveMessage();
    }

    @Test
    void whatOthersTookAwayIsBackWithinASecondAndSaidOnce() {
        begin();
        differ(Map.of(WEB, Optional.of(OTHER)));
        LoggingTestKit.warn(
                        "the catalog had 1 entries of this node other than this agent has, the service web among them")
                .expect(KIT.system(), () -> {
                    TIME.timePasses(SECOND.dividedBy(2));
                    Await.until("it looked", () -> looks.get() > 0);
                    TIME.timePasses(SECOND.dividedBy(2));
                    catalog.receiveMessage().done();
                    return null;
                });
    }

    @Test
    void aWriteOnItsWayIsNoDifference() {
        begin();
        differ(Map.of(WEB, Optional.of(OTHER)));
        differences.set(Map.of());
        TIME.expectNoMessageFor(SECOND.multipliedBy(20), catalog);
        Await.until("it looked once", () -> looks.get() == 1);
        differ(Map.of(WEB, Optional.of(OTHER)));
        for (var i = 0; i < 8; i++) {
            TIME.timePasses(Duration.ofMillis(250));
            var seen = i + 1;
            Await.until("it looked", () -> looks.get() > seen);
            differences.set(Map.of(i % 2 == 0 ? CHECK : WEB, Optional.of(OTHER)));
        }
        settle();
    }

    @Test
    void whoKeepsFightingIsAnsweredEverMoreSeldom() {
        begin();
        differ(Map.of(WEB, Optional.of(OTHER)));
        var quiet = new ArrayList<Duration>();
        for (var round = 0; round < 8; round++) {
            var waited = Duration.ZERO;
            var seen = looks.get();
            for (var look = 1; look <= 2; look++) {
                var patience = SyncPace.patience(round);
                TIME.expectNoMessageFor(patience.minusMillis(1), catalog);
                TIME.timePasses(Duration.ofMillis(1));
                waited = waited.plus(patience);
                var expected = seen + look;
                Await.until("it looked", () -> looks.get() == expected);
            }
            quiet.add(waited);
            var told = catalog.receiveMessage();
            actor.tell(AntiEntropy.Differs.INSTANCE);
            settle();
            told.done();
            settle();
        }
        assertThat(quiet).isSorted().last().isEqualTo(Duration.ofMinutes(1).plusSeconds(4));
    }

    @Test
    void afterAQuietWhileADifferenceIsPutRightAsSoonAsTheFirst() {
        begin();
        for (var i = 0; i < 2; i++) {
            var seen = looks.get();
            differ(Map.of(WEB, Optional.of(OTHER)));
            TIME.timePasses(Duration.ofMillis(250));
            Await.until("it looked", () -> looks.get() > seen);
            TIME.timePasses(Duration.ofMillis(250));
            catalog.receiveMessage().done();
            differences.set(Map.of());
            settle();
            TIME.timePasses(SyncPace.calm(0));
            settle();
        }
    }

    @Test
    void afterTheNodeHasLeftNothingIsBroughtBack() {
        begin();
        differ(Map.of(WEB, Optional.of(OTHER)));
        actor.tell(AntiEntropy.Leave.INSTANCE);
        TIME.expectNoMessageFor(Duration.ofMinutes(5), catalog);
        KIT.<Object>createTestProbe().expectTerminated(actor, SECOND);
    }

    @Test
    void theIntervalGrowsWithTheClusterAndPatienceWithTheFight() {
        assertThat(SyncPace.interval(1)).isEqualTo(Duration.ofMinutes(1));
        assertThat(SyncPace.interval(128)).isEqualTo(Duration.ofMinutes(1));
        assertThat(SyncPace.interval(129)).isEqualTo(Duration.ofMinutes(2));
        assertThat(SyncPace.interval(256)).isEqualTo(Duration.ofMinutes(2));
        assertThat(SyncPace.interval(257)).isEqualTo(Duration.ofMinutes(3));
        assertThat(SyncPace.interval(8192)).isEqualTo(Duration.ofMinutes(7));
        assertThat(SyncPace.patience(0).multipliedBy(2)).isLessThan(SECOND);
        assertThat(SyncPace.patience(3)).isEqualTo(Duration.ofSeconds(2));
        assertThat(SyncPace.patience(1_000)).isEqualTo(Duration.ofMinutes(1));
    }
}
