package engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.pattern.StatusReply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FormingTest {
    private final ActorTestKit kit = ActorTestKit.create(ManualTime.config());
    private final ManualTime time = ManualTime.get(kit.system());
    private final AtomicReference<Instant> clock = new AtomicReference<>(Instant.EPOCH);
    private final AtomicReference<Self> self = new AtomicReference<>(
            new Self("dc1", "a", "id-a", "1", "10.0.0.1:8301", "10.0.0.1:8300", 2, false, List.of(), 3));
    private final Map<String, ServerReport> agents = new ConcurrentHashMap<>();
    private final List<String> probed = new CopyOnWriteArrayList<>();
    private final List<KnownServers> written = new CopyOnWriteArrayList<>();
    private final TestProbe<String> told = kit.createTestProbe();

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    private ActorRef<Forming.Command> forming(int retryMax, String... retryJoin) {
        return forming(retryMax, KnownServers.NONE, retryJoin);
    }

    private ActorRef<Forming.Command> forming(int retryMax, KnownServers known, String... retryJoin) {
        var settings =
                new FormingSettings(List.of(retryJoin), Duration.ofSeconds(30), retryMax, Duration.ofSeconds(60));
        var world = new FormingWorld(
                self::get,
                this::probe,
                control(),
                () -> told.ref().tell("outside"),
                (servers, _) -> written.add(servers),
                Runnable::run,
                clock::get);
        return kit.spawn(Forming.create(settings, known, world));
    }

    private CompletableFuture<ServerReport> probe(InetSocketAddress address) {
        var text = address.getAddress().getHostAddress() + ":" + address.getPort();
        probed.add(text);
        var report = agents.get(text);
        return report == null
                ? CompletableFuture.failedFuture(new IllegalStateException("connection refused"))
                : CompletableFuture.completedFuture(report);
    }

    private ClusterControl control() {
        return new ClusterControl() {
            @Override
            public void joinSelf() {
                told.ref().tell("joinSelf");
            }

            @Override
            public void join(List<String> addresses) {
                told.ref().tell("join " + addresses);
            }

            @Override
            public void restart(List<String> addresses, String why) {
                told.ref().tell("restart " + addresses);
            }

            @Override
            public void down(List<ClusterMember> members) {
                told.ref()
                        .tell("down "
                                + members.stream().map(ClusterMember::name).toList());
            }

            @Override
            public void reconnect() {
                told.ref().tell("reconnect");
            }

            @Override
            public void refused(String sentence) {
                told.ref().tell("refused " + sentence);
            }

            @Override
            public void gaveUp(String sentence) {
                told.ref().tell("gaveUp " + sentence);
            }
        };
    }

    /** Time goes on in steps after each of which all that is under way is done. Few of them: each takes 100 ms really. */
    private void pass(ActorRef<Forming.Command> forming, Duration duration) {
        var step = Duration.ofSeconds(duration.toSeconds() > 8 ? 2 : 1);
        for (var gone = Duration.ZERO; gone.compareTo(duration) < 0; gone = gone.plus(step)) {
            clock.updateAndGet(now -> now.plus(step));
            time.timePasses(step);
            report(forming);
        }
    }

    private ServerReport report(ActorRef<Forming.Command> forming) {
        var probe = kit.<ServerReport>createTestProbe();
        forming.tell(new Forming.GetReport(probe.ref()));
        return probe.receiveMessage();
    }

    private void answers(ServerReport report) {
        agents.put(report.agent(), report);
    }

    private void formed(ClusterMember... members) {
        self.updateAndGet(
                was -> new Self("dc1", "a", "id-a", "1", was.agent(), was.address(), 1, true, List.of(members), 3));
    }

    @Test
    void itVotesAndFormsWhenTheVotesAreThereAndSaysSoOnce() {
        var forming = forming(0, "10.0.0.2", "10.0.0.3");
        pass(forming, Duration.ofSeconds(3));
        assertThat(report(forming).awaits()).isEqualTo("id-a");
        answers(Reports.unformed("b", 3, "id-a"));
        answers(Reports.unformed("c", 3, ""));
        pass(forming, Duration.ofSeconds(3));
        told.expectNoMessage(Duration.ZERO);
        answers(Reports.unformed("c", 3, "id-a"));
        pass(forming, Duration.ofSeconds(3));
        told.expectMessage("joinSelf");
        told.expectNoMessage(Duration.ZERO);
    }

    @Test
    void itFindsServersThroughOthersAndThoseWhoAsk() {
        var forming = forming(0, "10.0.0.2");
        answers(Reports.seeing(Reports.unformed("b", 3, "id-a"), "c"));
        answers(Reports.unformed("c", 3, "id-a"));
        pass(forming, Duration.ofSeconds(5));
        told.expectMessage("joinSelf");
        forming.tell(new Forming.Heard(new InetSocketAddress(InetAddress.ofLiteral("10.0.0.9"), 8301)));
        pass(forming, Duration.ofSeconds(2));
        assertThat(probed).contains("10.0.0.9:8301").doesNotContain("10.0.0.1:8301");
    }

    @Test
    void itJoinsAClusterAndIsToldAgainOnlyAfterAWhile() {
        var forming = forming(0, "10.0.0.2");
        answers(Reports.formed("b", 3, Reports.up("b"), Reports.up("c")));
        pass(forming, Duration.ofSeconds(4));
        told.expectMessage("join [10.0.0.2:8300, 10.0.0.3:8300]");
        told.expectMessage("outside");
        told.expectNoMessage(Duration.ZERO);
        pass(forming, Duration.ofSeconds(4));
        told.expectMessage("join [10.0.0.2:8300, 10.0.0.3:8300]");
    }

    @Test
    void atRestItAsksEveryTenSecondsAndEveryTwoWhenAServerIsMissing() {
        formed(Reports.up("a"), Reports.up("b"));
        answers(Reports.formed("b", 3, Reports.up("a"), Reports.up("b")));
        var forming = forming(0, Reports.known(3, "a", "b"));
        pass(forming, Duration.ofSeconds(12));
        probed.clear();
        pass(forming, Duration.ofSeconds(20));
        assertThat(probed).hasSizeBetween(1, 3);
        formed(Reports.up("a"), Reports.lost("b", 1));
        pass(forming, Duration.ofSeconds(12));
        probed.clear();
        pass(forming, Duration.ofSeconds(20));
        assertThat(probed).hasSizeBetween(9, 11);
    }

    @Test
    void theServersOfTheClusterAreKeptAndForgotten() {
        formed(Reports.up("a"), Reports.up("b"));
        answers(Reports.formed("b", 3, Reports.up("a"), Reports.up("b")));
        var forming = forming(0, "10.0.0.2");
        pass(forming, Duration.ofSeconds(2));
        assertThat(written.getLast().ids()).containsExactlyInAnyOrder("id-a", "id-b");
        assertThat(written.getLast().servers()).contains(Reports.peer("b"));
        formed(Reports.up("a"));
        forming.tell(new Forming.Forget("id-b"));
        pass(forming, Duration.ofSeconds(1));
        assertThat(written.getLast().ids()).containsExactly("id-a");
    }

    @Test
    void whoWasRemovedIsRestartedAfterSomeRounds() {
        formed(Reports.up("a"), Reports.lost("b", 90), Reports.lost("c", 90));
        answers(Reports.formed("b", 3, Reports.up("b"), Reports.up("c")));
        var forming = forming(0, "10.0.0.2");
        pass(forming, Duration.ofSeconds(3));
        told.expectNoMessage(Duration.ZERO);
        pass(forming, Duration.ofSeconds(6));
        told.expectMessage("restart [10.0.0.2:8300, 10.0.0.3:8300]");
        told.expectNoMessage(Duration.ZERO);
    }

    @Test
    void theDeadAreGivenUpButNotRightAfterThisProcessStoodStill() {
        formed(Reports.up("a"), Reports.up("b"));
        answers(Reports.formed("b", 3, Reports.up("a"), Reports.up("b")));
        var forming = forming(0, Reports.known(3, "a", "b"));
        pass(forming, Duration.ofSeconds(20));
        // In this order: a round that is still under way must see the gap before it sees the loss.
        clock.updateAndGet(now -> now.plusSeconds(60));
        formed(Reports.up("a"), Reports.up("b"), Reports.lost("c", 90));
        pass(forming, Duration.ofSeconds(8));
        told.expectNoMessage(Duration.ZERO);
        pass(forming, Duration.ofSeconds(18));
        told.expectMessage("down [c]");
    }

    @Test
    void anAnswerThatTookTooLongIsNotBelieved() {
        var late = new CompletableFuture<ServerReport>();
        var settings = new FormingSettings(List.of(), Duration.ofSeconds(30), 0, Duration.ofSeconds(60));
        var first = new AtomicBoolean(true);
        var world = new FormingWorld(
                self::get,
                address -> first.getAndSet(false) ? late : probe(address),
                control(),
                () -> {},
                (_, _) -> {},
                Runnable::run,
                clock::get);
        var forming = kit.spawn(Forming.create(settings, Reports.known(1, "a", "b"), world));
        pass(forming, Duration.ofSeconds(1));
        clock.updateAndGet(now -> now.plusSeconds(20));
        late.complete(Reports.formed("b", 3));
        pass(forming, Duration.ofSeconds(1));
        assertThat(report(forming).awaits()).isEqualTo("id-a");
        told.expectNoMessage(Duration.ZERO);
    }

    @Test
    void itGivesUpAfterRetryMaxAndNeverWithoutIt() {
        var forming = forming(2, "10.0.0.2");
        clock.updateAndGet(now -> now.plusSeconds(29));
        time.timePasses(Duration.ofSeconds(29));
        pass(forming, Duration.ofSeconds(2));
        told.expectNoMessage(Duration.ZERO);
        time.timePasses(Duration.ofSeconds(28));
        told.expectNoMessage(Duration.ZERO);
        pass(forming, Duration.ofSeconds(2));
        told.expectMessage(
                "gaveUp no address of retry-join answered in 2 attempts; no answer from 10.0.0.2:8301 (connection refused)");
    }

    @Test
    void aTakenNameIsToldOnce() {
        answers(Reports.of(Reports.formed("b", 3), "dc1", "a", "id-b"));
        var forming = forming(0, "10.0.0.2");
        pass(forming, Duration.ofSeconds(5));
        assertThat(told.receiveMessage()).startsWith("refused the node name \"a\" is taken by the server at");
        told.expectNoMessage(Duration.ZERO);
    }

    @Test
    void joinSaysHowManyAnsweredAndOtherwiseWhyNot() {
        var forming = forming(0);
        pass(forming, Duration.ofSeconds(2));
        assertThat(join(forming, "10.0.0.2", "no such").getError())
                .hasMessage("10.0.0.2: connection refused; no such: 'no such' is not an address to join: give a host"
                        + " name or an IP address");
        answers(Reports.of(Reports.formed("c", 3), "dc2", "c", "id-c"));
        assertThat(join(forming, "10.0.0.3").getError())
                .hasMessageContaining("10.0.0.3: the server c at 10.0.0.3:8301 is of datacenter \"dc2\"");
        answers(Reports.formed("b", 3));
        assertThat(join(forming, "10.0.0.2", "10.0.0.3").getValue()).isEqualTo(1);
        pass(forming, Duration.ofSeconds(1));
        told.expectMessage("join [10.0.0.2:8300]");
    }

    private StatusReply<Integer> join(ActorRef<Forming.Command> forming, String... addresses) {
        var probe = kit.<StatusReply<Integer>>createTestProbe();
        forming.tell(new Forming.Join(List.of(addresses), probe.ref()));
        return probe.receiveMessage();
    }

    @Test
    void whoLeavesNotesItAndSearchesNoMore() {
        var forming = forming(0, "10.0.0.2");
        pass(forming, Duration.ofSeconds(2));
        var done = kit.<Done>createTestProbe();
        forming.tell(new Forming.Leave(done.ref()));
        done.receiveMessage();
        probed.clear();
        pass(forming, Duration.ofSeconds(5));
        assertThat(probed).isEmpty();
        assertThat(join(forming, "10.0.0.2").getError()).hasMessage("this server is leaving");
    }
}
