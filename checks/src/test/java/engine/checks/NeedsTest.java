package engine.checks;

import static engine.checks.DependenciesPropertiesTest.with;
import static org.assertj.core.api.Assertions.assertThat;

import engine.checks.Recorder.Changed;
import engine.checks.Recorder.Expired;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.pattern.StatusReply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Checks that need others, that flap, and that are run on demand. */
class NeedsTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final ActorTestKit testKit = ActorTestKit.create(ManualTime.config());
    private static final ManualTime time = ManualTime.get(testKit.system());

    private final Recorder recorder = new Recorder(testKit);
    private final Scripts scripts = new Scripts();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2030-01-01T00:00:00Z"));
    private final TestProbe<StatusReply<Done>> replies = testKit.createTestProbe();
    private final TestProbe<StatusReply<Result>> ran = testKit.createTestProbe();
    private ActorRef<Checks.Command> checks = testKit.system().ignoreRef();

    @BeforeEach
    void start() {
        checks = testKit.spawn(
                Checks.create(new Checks.Ports(scripts, _ -> Definitions.UNKNOWN, recorder, new Random(7), now::get)));
    }

    @AfterEach
    void stop() {
        testKit.stop(checks);
    }

    @AfterAll
    static void shutdown() {
        testKit.shutdownTestKit();
    }

    @Test
    void aChildOfAFailedParentIsSuppressedUntilTheParentIsWellAgain() {
        put(ttl("parent"));
        put(with(ttl("child"), List.of("parent")));
        report("parent", Status.PASSING, "up");
        expect("parent", Status.PASSING, "up");
        report("child", Status.PASSING, "up");
        expect("child", Status.PASSING, "up");

        report("parent", Status.CRITICAL, "down");
        expect("parent", Status.CRITICAL, "down");
        report("child", Status.CRITICAL, "down too");
        expect("child", Status.WARNING, "Suppressed: depends on check 'parent', which is critical. down too");

        report("parent", Status.PASSING, "up");
        expect("parent", Status.PASSING, "up");
        expect("child", Status.CRITICAL, "down too");
        report("parent", Status.CRITICAL, "down");
        expect("parent", Status.CRITICAL, "down");
        expect("child", Status.WARNING, "Suppressed: depends on check 'parent', which is critical. down too");
        report("child", Status.PASSING, "up");
        expect("child", Status.PASSING, "up");
    }

    @Test
    void suppressionGoesDownTheWholeWay() {
        put(ttl("a"));
        put(with(ttl("b"), List.of("a")));
        put(with(ttl("c"), List.of("b")));
        for (var id : List.of("a", "b", "c")) {
            report(id, Status.CRITICAL, "down");
        }
        expect("a", Status.CRITICAL, "down");
        expect("b", Status.WARNING, "Suppressed: depends on check 'a', which is critical. down");
        expect("c", Status.WARNING, "Suppressed: depends on check 'b', which is suppressed itself. down");
        report("a", Status.PASSING, "up");
        expect("a", Status.PASSING, "up");
        expect("b", Status.CRITICAL, "down");
        expect("c", Status.WARNING, "Suppressed: depends on check 'b', which is critical. down");
        checks.tell(new Checks.Remove("b"));
        expect("c", Status.CRITICAL, "down");
    }

    @Test
    void aChildThatIsProbedLooksAgainBeforeItTurnsRedWhenTheParentIsWellAgain() {
        put(ttl("parent"));
        put(with(check("child", Definitions.SCRIPT), List.of("parent")));
        report("parent", Status.CRITICAL, "down");
        expect("parent", Status.CRITICAL, "down");
        checks.tell(new Checks.RunNow("child"));
        scripts.next().complete(Scripts.exit(2, "down too"));
        expect("child", Status.WARNING, "Suppressed: depends on check 'parent', which is critical. down too");

        report("parent", Status.PASSING, "up");
        expect("parent", Status.PASSING, "up");
        expect("child", Status.WARNING, "Suppressed: depends on what was critical until now. down too");
        var again = scripts.next();
        settle();
        recorder.heard.expectNoMessage(Duration.ZERO);
        again.complete(Scripts.exit(2, "down too"));
        settle();
        pass(Duration.ofSeconds(6));
        expect("child", Status.CRITICAL, "down too");
    }

    @Test
    void aCombinationFollowsItsParts() {
        put(ttl("a"));
        put(ttl("b"));
        put(check("any", new CheckSpec.Combined(false, List.of("a", "b"))));
        report("a", Status.PASSING, "");
        expect("a", Status.PASSING, "");
        expect("any", Status.PASSING, "1 of 2 passing: b critical");
        report("b", Status.PASSING, "");
        expect("b", Status.PASSING, "");
        expect("any", Status.PASSING, "2 of 2 passing");
        checks.tell(new Checks.Remove("a"));
        expect("any", Status.PASSING, "1 of 2 passing: a is not there");
    }

    @Test
    void aCombinationKeepsWhatItHadUntilItsPartsAreThere() {
        checks.tell(new Checks.Put(
                check("all", new CheckSpec.Combined(true, List.of("a"))),
                new Result(Status.PASSING, "1 of 1 passing"),
                now.get()));
        checks.tell(new Checks.Put(ttl("a"), new Result(Status.PASSING, ""), now.get()));
        pass(Duration.ofSeconds(2));
        settle();
        recorder.heard.expectNoMessage(Duration.ZERO);
    }

    @Test
    void aCheckThatChangesTooOftenStaysInWarningUntilItIsCalm() {
        put(with(
                ttl("c"),
                new CheckOptions(
                        Duration.ZERO,
                        Optional.empty(),
                        ExitCodes.DEFAULT,
                        Optional.of(new FlapPolicy(3, Duration.ofMinutes(10), Status.WARNING)),
                        List.of(),
                        "",
                        true)));
        report("c", Status.PASSING, "up");
        expect("c", Status.PASSING, "up");
        pass(Duration.ofMinutes(1));
        report("c", Status.CRITICAL, "down");
        expect("c", Status.CRITICAL, "down");
        pass(Duration.ofMinutes(1));
        report("c", Status.PASSING, "up");
        expect("c", Status.WARNING, "Flapping: at least 3 changes of status within 10m0s. Last result passing: up");
        pass(Duration.ofMinutes(9).minusSeconds(1));
        report("c", Status.PASSING, "still up");
        expect(
                "c",
                Status.WARNING,
                "Flapping: at least 3 changes of status within 10m0s. Last result passing: still up");
        pass(Duration.ofSeconds(1));
        expect("c", Status.PASSING, "still up");
    }

    @Test
    void whoAsksForARunGetsWhatTheCheckShowsThen() {
        put(with(
                check("c", Definitions.SCRIPT),
                new CheckOptions(
                        Duration.ZERO,
                        Optional.of(HOUR),
                        ExitCodes.DEFAULT,
                        Optional.empty(),
                        List.of(),
                        "restart it",
                        true)));
        pass(Duration.ofMinutes(59));
        assertThat(scripts.isIdle()).isTrue();
        checks.tell(new Checks.Run("c", ran.ref()));
        scripts.next().complete(Scripts.exit(2, "down"));
        assertThat(ran.receiveMessage().getValue())
                .isEqualTo(new Result(Status.CRITICAL, "down\nOn failure: restart it"));
        expect("c", Status.CRITICAL, "down\nOn failure: restart it");

        put(ttl("t"));
        for (var id : List.of("t", "nope")) {
            checks.tell(new Checks.Run(id, ran.ref()));
            assertThat(ran.receiveMessage().isError()).isTrue();
        }
    }

    @Test
    void timeInWhichACheckWasCriticalBeforeARestartCounts() {
        var definition = Definitions.of(new CheckSpec.Ttl(HOUR));
        checks.tell(new Checks.Put(definition, Definitions.UNKNOWN, now.get().minus(HOUR)));
        settle();
        pass(Expiry.SECOND_CHANCE.minusSeconds(1));
        settle();
        recorder.heard.expectNoMessage(Duration.ZERO);
        pass(Duration.ofSeconds(1));
        assertThat(recorder.heard.receiveMessage()).isEqualTo(new Expired("c"));
    }

    private static CheckDefinition ttl(String id) {
        return check(id, new CheckSpec.Ttl(Duration.ofHours(2)));
    }

    /** One that deregisters nothing. */
    private static CheckDefinition check(String id, CheckSpec spec) {
        return new CheckDefinition(
                id,
                id,
                "",
                "web",
                spec,
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                Status.CRITICAL,
                Policy.IMMEDIATE,
                CheckDefinition.DEFAULT_OUTPUT_MAX_SIZE,
                Optional.empty());
    }

    private void put(CheckDefinition definition) {
        checks.tell(new Checks.Put(definition, Definitions.UNKNOWN, now.get()));
        settle();
    }

    private void report(String id, Status status, String output) {
        checks.tell(new Checks.Report(id, status, output, replies.ref()));
        assertThat(replies.receiveMessage().isSuccess()).isTrue();
    }

    private void expect(String id, Status status, String output) {
        assertThat(recorder.heard.receiveMessage()).isEqualTo(new Changed(id, status, output));
    }

    private void pass(Duration duration) {
        now.updateAndGet(at -> at.plus(duration));
        time.timePasses(duration);
    }

    private void settle() {
        for (int n = 0; n < 2; n++) {
            checks.tell(new Checks.Report("settle", Status.PASSING, "", replies.ref()));
            assertThat(replies.receiveMessage().isError()).isTrue();
        }
    }
}
