package engine.checks;

import static engine.checks.Definitions.SCRIPT;
import static engine.checks.Definitions.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import engine.checks.Recorder.Changed;
import engine.checks.Recorder.Expired;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
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

class ChecksTest {

    private static final Duration FIRST_RUN = Duration.ofMillis(2500);
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Duration NOTHING = Duration.ZERO;

    private static final ActorTestKit testKit = ActorTestKit.create(ManualTime.config());
    private static final ManualTime time = ManualTime.get(testKit.system());

    private final Recorder recorder = new Recorder(testKit);
    private final Scripts scripts = new Scripts();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2030-01-01T00:00:00Z"));
    private final AtomicReference<Result> aliased = new AtomicReference<>(UNKNOWN);
    private final TestProbe<StatusReply<Done>> replies = testKit.createTestProbe();
    private ActorRef<Checks.Command> checks = testKit.system().ignoreRef();

    @BeforeEach
    void start() {
        checks = testKit.spawn(
                Checks.create(new Checks.Ports(scripts, _ -> aliased.get(), recorder, new Random(7), now::get)));
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
    void theFirstResultComesWithinAQuarterOfTheIntervalAndTheNextOneAnIntervalLater() {
        put(SCRIPT);
        time.timePasses(FIRST_RUN);
        scripts.next().complete(Scripts.exit(0, "ok"));
        expectChanged(Status.PASSING, "ok");

        time.timePasses(INTERVAL);
        scripts.next().complete(Scripts.exit(1, "slow"));
        expectChanged(Status.WARNING, "slow");
    }

    @Test
    void anEqualResultIsNotToldAndAnotherOutputIs() {
        put(SCRIPT);
        run(0, "ok");
        expectChanged(Status.PASSING, "ok");
        run(0, "ok");
        run(0, "fine");
        expectChanged(Status.PASSING, "fine");
    }

    @Test
    void aPutOfAnEqualDefinitionKeepsScheduleAndState() {
        put(SCRIPT);
        run(0, "ok");
        expectChanged(Status.PASSING, "ok");
        // From the second run on it runs every interval.
        run(0, "ok");

        time.timePasses(Duration.ofSeconds(5));
        put(SCRIPT);
        time.timePasses(Duration.ofSeconds(4));
        settle();
        assertThat(scripts.isIdle()).isTrue();
        time.timePasses(Duration.ofSeconds(1));
        scripts.next().complete(Scripts.exit(0, "later"));
        expectChanged(Status.PASSING, "later");
    }

    @Test
    void anotherDefinitionStartsAnewFromTheKnownState() {
        put(SCRIPT);
        run(0, "ok");
        expectChanged(Status.PASSING, "ok");

        checks.tell(new Checks.Put(
                Definitions.of("c", SCRIPT, new Policy(1, 2, 2)), new Result(Status.PASSING, "ok"), now.get()));
        run(2, "down once");
        run(2, "down twice");
        expectChanged(Status.CRITICAL, "down twice");
    }

    @Test
    void thresholdsHoldForTheVeryFirstResults() {
        checks.tell(new Checks.Put(Definitions.of("c", SCRIPT, new Policy(2, 1, 1)), UNKNOWN, now.get()));
        run(0, "once");
        run(0, "twice");
        expectChanged(Status.PASSING, "twice");
    }

    @Test
    void theResultOfAProbeInFlightIsNotToldAfterARemove() {
        put(SCRIPT);
        time.timePasses(FIRST_RUN);
        var inFlight = scripts.next();
        checks.tell(new Checks.Remove("c"));
        settle();
        inFlight.complete(Scripts.exit(0, "ok"));
        settle();
        recorder.heard.expectNoMessage(NOTHING);
        time.timePasses(INTERVAL);
        assertThat(scripts.isIdle()).isTrue();
    }

    @Test
    void theResultOfTheFormerDefinitionDoesNotOverwriteTheNewOne() {
        put(SCRIPT);
        time.timePasses(FIRST_RUN);
        var former = scripts.next();
        checks.tell(new Checks.Put(Definitions.of("c", SCRIPT, new Policy(1, 1, 2)), UNKNOWN, now.get()));
        run(0, "new");
        expectChanged(Status.PASSING, "new");
        former.complete(Scripts.exit(2, "old"));
        run(0, "newer");
        expectChanged(Status.PASSING, "newer");
    }

    @Test
    void whatAnEarlierStartOfACheckStillTellsIsDropped() {
        put(SCRIPT);
        checks.tell(new Checks.Found(new Started("c", 0, checks), new Result(Status.PASSING, "old")));
        run(0, "new");
        expectChanged(Status.PASSING, "new");
    }

    @Test
    void aCheckRunsAtOnceWhenAsked() {
        put(SCRIPT);
        checks.tell(new Checks.RunNow("c"));
        scripts.next().complete(Scripts.exit(0, "ok"));
        expectChanged(Status.PASSING, "ok");
    }

    @Test
    void aTtlCheckIsWhatItWasToldUntilNothingWasToldForItsTtl() {
        put(new CheckSpec.Ttl(Duration.ofSeconds(30)));
        report(Status.PASSING, "fine");
        expectChanged(Status.PASSING, "fine");

        time.timePasses(Duration.ofSeconds(29));
        report(Status.PASSING, "fine");
        time.timePasses(Duration.ofSeconds(29));
        report(Status.WARNING, "still there");
        expectChanged(Status.WARNING, "still there");
        report(Status.PASSING, "fine");
        expectChanged(Status.PASSING, "fine");

        time.timePasses(Duration.ofSeconds(30));
        expectChanged(Status.CRITICAL, "TTL expired (last output before timeout follows): fine");
        report(Status.WARNING, "");
        expectChanged(Status.WARNING, "");
    }

    @Test
    void aTtlCheckThatWasNeverToldAnythingExpires() {
        put(new CheckSpec.Ttl(Duration.ofSeconds(30)));
        time.timePasses(Duration.ofSeconds(30));
        expectChanged(Status.CRITICAL, "TTL expired");
        time.timePasses(Duration.ofSeconds(29));
        report(Status.PASSING, "");
        expectChanged(Status.PASSING, "");
    }

    @Test
    void aTtlCheckThatWasExpiredBeforeARestartExpiresWithoutAChange() {
        var expired = new Result(Status.CRITICAL, "TTL expired (last output before timeout follows): fine");
        checks.tell(new Checks.Put(Definitions.of(new CheckSpec.Ttl(Duration.ofSeconds(3))), expired, now.get()));
        settle();
        time.timePasses(Duration.ofSeconds(3));
        report(Status.PASSING, "");
        expectChanged(Status.PASSING, "");
    }

    @Test
    void aReportIsHeardBeforeItIsAcknowledged() {
        put(new CheckSpec.Ttl(Duration.ofSeconds(30)));
        report(Status.PASSING, "");
        assertThat(recorder.heard.receiveMessage(NOTHING)).isEqualTo(new Changed("c", Status.PASSING, ""));
    }

    @Test
    void onlyATtlCheckTakesReports() {
        put(SCRIPT);
        for (var id : new String[] {"c", "x"}) {
            checks.tell(new Checks.Report(id, Status.PASSING, "", replies.ref()));
            var reply = replies.receiveMessage();
            assertThat(reply.isError()).isTrue();
            assertThat(reply.getError()).hasMessage("CheckID \"" + id + "\" does not have associated TTL");
        }
    }

    @Test
    void anAliasFollowsItsTargetWithinASecondOrWhenAsked() {
        put(new CheckSpec.Alias("", "db"));
        aliased.set(new Result(Status.PASSING, "all passing"));
        time.timePasses(Duration.ofSeconds(1));
        expectChanged(Status.PASSING, "all passing");

        aliased.set(new Result(Status.CRITICAL, "no service db on this node"));
        checks.tell(new Checks.RunNow("c"));
        expectChanged(Status.CRITICAL, "no service db on this node");
    }

    @Test
    void aCheckThatIsCriticalForTooLongExpiresOnce() {
        put(SCRIPT);
        run(0, "ok");
        expectChanged(Status.PASSING, "ok");
        for (int seconds = 0; seconds < 60; seconds += 6) {
            run(2, "down for " + seconds);
            expectChanged(Status.CRITICAL, "down for " + seconds);
            time.timePasses(Duration.ofSeconds(6));
        }
        assertThat(recorder.heard.receiveMessage()).isEqualTo(new Expired("c"));
        for (int seconds = 60; seconds < 200; seconds += 6) {
            run(2, "down for " + seconds);
            expectChanged(Status.CRITICAL, "down for " + seconds);
            time.timePasses(Duration.ofSeconds(6));
        }
    }

    @Test
    void aCheckThatRecoversDoesNotExpire() {
        put(new CheckSpec.Ttl(Duration.ofHours(1)));
        time.timePasses(Duration.ofSeconds(59));
        report(Status.PASSING, "");
        expectChanged(Status.PASSING, "");
        time.timePasses(Duration.ofMinutes(2));
        settle();
        recorder.heard.expectNoMessage(NOTHING);
    }

    @Test
    void aCheckThatNeverWasAnythingButCriticalExpires() {
        put(new CheckSpec.Ttl(Duration.ofHours(1)));
        settle();
        time.timePasses(Duration.ofMinutes(1));
        assertThat(recorder.heard.receiveMessage()).isEqualTo(new Expired("c"));
    }

    @Test
    void aCheckThatFailsByABugStartsAgainFromItsLastState() {
        var calls = new AtomicInteger();
        var broken = testKit.spawn(Checks.create(new Checks.Ports(
                scripts,
                _ -> {
                    if (calls.incrementAndGet() == 2) {
                        throw new IllegalStateException("a bug");
                    }
                    return new Result(Status.PASSING, "ok");
                },
                recorder,
                new Random(7),
                now::get)));
        broken.tell(new Checks.Put(Definitions.of(new CheckSpec.Alias("", "db")), UNKNOWN, now.get()));
        broken.tell(new Checks.RunNow("c"));
        expectChanged(Status.PASSING, "ok");
        broken.tell(new Checks.RunNow("c"));
        recorder.heard.awaitAssert(() -> {
            time.timePasses(Duration.ofSeconds(1));
            assertThat(calls).hasValueGreaterThan(2);
            return Done.getInstance();
        });
        recorder.heard.expectNoMessage(NOTHING);
        testKit.stop(broken);
    }

    private void put(CheckSpec spec) {
        checks.tell(new Checks.Put(Definitions.of(spec), UNKNOWN, now.get()));
        settle();
    }

    /** One run that ends with this exit code. */
    private void run(int exitCode, String output) {
        do {
            // A run asked for before the last one has come to its end is that one.
            checks.tell(new Checks.RunNow("c"));
        } while (!scripts.isStarted());
        scripts.next().complete(Scripts.exit(exitCode, output));
    }

    private void report(Status status, String output) {
        checks.tell(new Checks.Report("c", status, output, replies.ref()));
        assertThat(replies.receiveMessage().isSuccess()).isTrue();
    }

    private void expectChanged(Status status, String output) {
        assertThat(recorder.heard.receiveMessage()).isEqualTo(new Changed("c", status, output));
    }

    /** Waits until the checks have handled what was sent to them, twice: a child's answer is handled by the second time. */
    private void settle() {
        for (int n = 0; n < 2; n++) {
            checks.tell(new Checks.Report("settle", Status.PASSING, "", replies.ref()));
            assertThat(replies.receiveMessage().isError()).isTrue();
        }
    }
}
