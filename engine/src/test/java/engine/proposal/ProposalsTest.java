package engine.proposal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import engine.kv.ClientId;
import engine.kv.Operation;
import engine.kv.Origin;
import engine.kv.Outcome;
import engine.kv.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Proposals of several servers with Pekko's remoting between them, and a log that all of them see. */
class ProposalsTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Origin ORIGIN = new Origin("127.0.0.1");
    private final SharedLog log = new SharedLog();
    private final List<ProposingServer> servers = new ArrayList<>();

    private void start(int count) {
        for (var i = 0; i < count; i++) {
            servers.add(new ProposingServer(log));
        }
    }

    @AfterEach
    void end() {
        servers.forEach(ProposingServer::close);
    }

    private static Operation put(String key, String value) {
        return new Operation.Put(key, ByteString.fromString(value), 0);
    }

    private static <T> T in(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }

    private Outcome done(int server, Operation operation) {
        return in(servers.get(server).proposals.submit(operation, ORIGIN, LIMIT, Optional.empty()));
    }

    private static void fails(CompletionStage<?> stage, ProposalException.Reason reason) {
        assertThatThrownBy(() -> in(stage))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        ProposalException.class, why -> assertThat(why.reason()).isEqualTo(reason));
    }

    @Test
    void aWriteTakenInByAnyServerCanBeReadThereWhenItIsAnswered() {
        start(3);
        log.lead(servers.getFirst());
        for (var i = 0; i < 30; i++) {
            assertThat(done(i % 3, put("k" + i, "v"))).isInstanceOf(Outcome.Done.class);
            assertThat(servers.get(i % 3).state().keys().get("k" + i)).isNotNull();
        }
    }

    @Test
    void manyWritesAtOnceShareEntriesOfTheLog() {
        start(2);
        log.lead(servers.getFirst());
        done(1, put("first", "v"));
        var before = log.entries();
        var all = new ArrayList<CompletableFuture<Outcome>>();
        for (var i = 0; i < 2_000; i++) {
            all.add(servers.get(1)
                    .proposals
                    .submit(put("k" + i, "v"), ORIGIN, LIMIT, Optional.empty())
                    .toCompletableFuture());
        }
        all.forEach(ProposalsTest::in);
        assertThat(servers.get(1).state().keys().size()).isEqualTo(2_001);
        assertThat(log.entries() - before).isLessThan(400);
    }

    @Test
    void theLargestValueAndTheLargestImportReachTheLeader() {
        start(2);
        log.lead(servers.getFirst());
        var noise = new byte[512 << 10];
        new Random(1).nextBytes(noise);
        done(1, new Operation.Put("large", ByteString.fromArray(noise), 0));
        assertThat(servers.getFirst().state().keys().get("large")).isNotNull();
    }

    @Test
    void whatWasTakenInWithoutALeaderIsDoneByTheNext() {
        start(3);
        var waiting = servers.get(2).proposals.submit(put("k", "v"), ORIGIN, LIMIT, Optional.empty());
        log.lead(servers.get(1));
        assertThat(in(waiting)).isEqualTo(new Outcome.Done(true, 1));
    }

    @Test
    void whatALeaderLostIsDoneByTheNext() {
        start(3);
        log.lead(servers.getFirst());
        log.losing(true);
        var waiting = servers.get(2).proposals.submit(put("k", "v"), ORIGIN, LIMIT, Optional.empty());
        log.awaitLost();
        log.losing(false);
        log.lead(servers.get(1));
        assertThat(in(waiting)).isEqualTo(new Outcome.Done(true, 1));
    }

    @Test
    void withoutALeaderNothingWasWritten() {
        start(1);
        var waiting =
                servers.getFirst().proposals.submit(put("k", "v"), ORIGIN, Duration.ofMillis(200), Optional.empty());
        fails(waiting, ProposalException.Reason.NO_QUORUM);
        assertThatThrownBy(() -> in(waiting))
                .hasMessageContaining("No quorum: there is no leader. Nothing was written.");
    }

    @Test
    void whatTheLeaderNeverAnswersMayHaveHappened() {
        start(2);
        log.lead(servers.getFirst());
        log.losing(true);
        var waiting = servers.get(1).proposals.submit(put("k", "v"), ORIGIN, Duration.ofMillis(500), Optional.empty());
        fails(waiting, ProposalException.Reason.UNKNOWN_OUTCOME);
    }

    @Test
    void aRequestThatComesAgainElsewhereIsDoneOnce() {
        start(2);
        log.lead(servers.getFirst());
        var id = Optional.of(new RequestId(new ClientId(0, "agent"), 1, 0));
        var once = new Operation.Put("k", ByteString.fromString("v"), 0, OptionalLong.of(0), OptionalLong.empty());
        assertThat(in(servers.get(0).proposals.submit(once, ORIGIN, LIMIT, id))).isEqualTo(new Outcome.Done(true, 1));
        assertThat(in(servers.get(1).proposals.submit(once, ORIGIN, LIMIT, id))).isEqualTo(new Outcome.Done(true, 1));
    }

    @Test
    void aServerWhoseClusterSystemIsReplacedGoesOn() {
        start(2);
        log.lead(servers.getFirst());
        done(1, put("k", "1"));
        servers.get(1).replaceSystem();
        assertThat(done(1, put("k", "2"))).isInstanceOf(Outcome.Done.class);
        servers.getFirst().replaceSystem();
        log.lead(servers.getFirst());
        assertThat(done(1, put("k", "3"))).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void aReaderSeesWhatWasWrittenElsewhere() {
        start(2);
        log.lead(servers.getFirst());
        for (var i = 0; i < 20; i++) {
            done(0, put("k", "v" + i));
            in(servers.get(1).proposals.barrier(LIMIT));
            var read = Objects.requireNonNull(servers.get(1).state().keys().get("k"));
            assertThat(read.value().utf8String()).isEqualTo("v" + i);
        }
        fails(new ProposingServer(new SharedLog()).unused().barrier(LIMIT), ProposalException.Reason.NO_QUORUM);
    }

    @Test
    void theLeaderEndsASessionWhoseTimeHasPassed() {
        start(2);
        log.lead(servers.getFirst());
        var id = UUID.randomUUID().toString();
        var asked =
                new Session(id, "", "node", List.of(), List.of(), 0, Session.Behavior.DELETE, "300ms", 300, 0, 0, 0);
        assertThat(done(1, new Operation.CreateSession(asked))).isInstanceOf(Outcome.SessionMade.class);
        done(1, new Operation.Acquire("lock", ByteString.fromString("v"), 0, id));
        ProposingServer.await(
                "the session ends",
                () -> servers.get(1).state().sessions().size() == 0
                        && servers.get(1).state().keys().get("lock") == null);
    }

    @Test
    void whoWaitsIsToldWhenTheServerStops() {
        start(1);
        var waiting = servers.getFirst().proposals.submit(put("k", "v"), ORIGIN, LIMIT, Optional.empty());
        servers.getFirst().proposals.stop();
        fails(waiting, ProposalException.Reason.NO_QUORUM);
    }
}
