package engine.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class CheckTest {

    private static final Duration FIRST_RUN = Duration.ofSeconds(2);
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Result OK = new Result(Status.PASSING, "ok");
    private static final Result LATE = new Result(Status.CRITICAL, "late");

    private static final ActorTestKit testKit = ActorTestKit.create(ManualTime.config());
    private static final ManualTime time = ManualTime.get(testKit.system());

    private final TestProbe<Checks.Command> found = testKit.createTestProbe(Checks.Command.class);
    private final TestProbe<CompletableFuture<Result>> flights = testKit.createTestProbe();
    private final AtomicInteger abandoned = new AtomicInteger();

    @AfterAll
    static void shutdown() {
        testKit.shutdownTestKit();
    }

    @Test
    void startsFromStartToStartHoweverLongAProbeTakes() {
        start(Duration.ofSeconds(30));
        time.timePasses(FIRST_RUN);
        var first = flights.receiveMessage();
        time.timePasses(Duration.ofSeconds(9));
        first.complete(OK);
        expect(OK);
        flights.expectNoMessage(Duration.ZERO);
        time.timePasses(Duration.ofSeconds(1));
        flights.receiveMessage();
    }

    @Test
    void probesNeverOverlapAndALateOneIsFollowedAtOnce() {
        start(Duration.ofSeconds(30));
        time.timePasses(FIRST_RUN);
        var first = flights.receiveMessage();
        time.timePasses(Duration.ofSeconds(25));
        flights.expectNoMessage(Duration.ofMillis(50));
        first.complete(OK);
        expect(OK);
        flights.receiveMessage();
    }

    @Test
    void aProbeThatMissesItsDeadlineIsAbandonedAndItsResultDropped() {
        start(Duration.ofSeconds(5));
        time.timePasses(FIRST_RUN);
        var first = flights.receiveMessage();
        time.timePasses(Duration.ofSeconds(5));
        expect(LATE);
        assertThat(abandoned).hasValue(1);

        first.complete(new Result(Status.PASSING, "stale"));
        time.timePasses(Duration.ofSeconds(5));
        flights.receiveMessage().complete(OK);
        expect(OK);
    }

    @Test
    void theNextProbeWaitsUntilAnAbandonedOneHasEnded() {
        start(Duration.ofSeconds(5));
        time.timePasses(FIRST_RUN);
        var first = flights.receiveMessage();
        time.timePasses(Duration.ofSeconds(5));
        expect(LATE);
        time.timePasses(Duration.ofSeconds(60));
        flights.expectNoMessage(Duration.ofMillis(50));
        first.complete(OK);
        flights.receiveMessage().complete(new Result(Status.WARNING, "fresh"));
        expect(new Result(Status.WARNING, "fresh"));
    }

    @Test
    void aProbeInFlightIsAbandonedWhenTheCheckStops() {
        var check = start(Duration.ofSeconds(5));
        time.timePasses(FIRST_RUN);
        flights.receiveMessage();
        testKit.stop(check);
        assertThat(abandoned).hasValue(1);
    }

    @Test
    void aRunThatIsAskedForDuringAProbeIsThatProbe() {
        var check = start(Duration.ofSeconds(5));
        check.tell(new Check.RunNow(Optional.empty()));
        var first = flights.receiveMessage();
        check.tell(new Check.RunNow(Optional.empty()));
        first.complete(OK);
        expect(OK);
        flights.expectNoMessage(Duration.ofMillis(50));
    }

    @Test
    void whoWaitsForARunGetsTheResultOfOneThatBeganAfterwards() {
        var waiting = testKit.<String>createTestProbe();
        var check = start(Duration.ofSeconds(5));
        check.tell(new Check.RunNow(Optional.of(() -> waiting.ref().tell("first"))));
        var first = flights.receiveMessage();
        check.tell(new Check.RunNow(Optional.of(() -> waiting.ref().tell("second"))));
        first.complete(OK);
        expect(OK);
        waiting.expectMessage("first");
        var second = flights.receiveMessage();
        waiting.expectNoMessage(Duration.ZERO);
        time.timePasses(Duration.ofSeconds(5));
        expect(LATE);
        waiting.expectMessage("second");
        second.complete(OK);
        time.timePasses(INTERVAL);
        flights.receiveMessage();
    }

    @Test
    void aProbeThatFailsByABugIsCritical() {
        start(Duration.ofSeconds(5));
        time.timePasses(FIRST_RUN);
        flights.receiveMessage().completeExceptionally(new IllegalStateException("a bug"));
        expect(new Result(Status.CRITICAL, "the probe failed: java.lang.IllegalStateException: a bug"));
    }

    private ActorRef<Check.Command> start(Duration deadline) {
        return testKit.spawn(Check.create(
                probe(deadline),
                Policy.IMMEDIATE,
                new Pace(FIRST_RUN, INTERVAL, Duration.ZERO, new Random(1)),
                Definitions.UNKNOWN,
                started()));
    }

    private Started started() {
        return new Started("c", 1, found.ref());
    }

    private void expect(Result result) {
        assertThat(found.receiveMessage()).isEqualTo(new Checks.Found(started(), result));
    }

    private Probe probe(Duration deadline) {
        return new Probe() {
            @Override
            public Flight start() {
                var result = new CompletableFuture<Result>();
                flights.ref().tell(result);
                return new Flight(result, abandoned::incrementAndGet);
            }

            @Override
            public Duration deadline() {
                return deadline;
            }

            @Override
            public Result late() {
                return LATE;
            }
        };
    }
}
