package engine.raft;

import static engine.raft.Servers.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesResponse;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two orders of messages under which another library lost acknowledged writes, and served a stale read. */
class TwoSchedulesTest {
    private static RaftLog.Settings settings(int election, int call) {
        return new RaftLog.Settings(
                Duration.ofMillis(election), Duration.ofMillis(call), 64L << 20, Duration.ofHours(1));
    }

    @TempDir
    private Path directory;

    private static boolean success(ByteString message) {
        try {
            return ((AppendEntriesResponse) Rpc.APPEND.response(message)).getSuccess();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * A leads and sends entries to F, whose answer stays on the way. Another leads and cuts them off; A leads again. Then the answer
     * arrives: it must not count for what A has sent since.
     */
    @Test
    void anAnswerOfAnOlderTermThatComesLateCountsForNothing() {
        // A's calls wait longer than the test: that they end must not be what saves it.
        try (var servers = new Servers(directory, 5, n -> settings(400, n == 0 ? 60_000 : 1_000))) {
            var a = servers.leader();
            var rest = servers.all().stream().filter(server -> server != a).toList();
            var f = rest.get(0);
            var g = rest.get(1);
            servers.awaitEqual();
            // All that A sends reaches F alone, and F's answers to it nobody.
            servers.isolate(a);
            var network = servers.network();
            network.heal(a.node(), f.node());
            network.hold((from, to, message) -> from.equals(f.node())
                    && to.equals(a.node())
                    && message instanceof Wire.Reply reply
                    && reply.rpc() == Rpc.APPEND
                    && success(reply.message()));
            var cut = new ArrayList<CompletableFuture<Fate>>();
            for (var i = 0; i < 10; i++) {
                cut.add(a.propose("cut" + i));
            }
            await(
                    "F has them",
                    () -> f.log().node().getLastLogIndex() >= a.log().node().getLastLogIndex());
            await("their answer is on the way", () -> network.held() > 0);
            servers.isolate(a);
            servers.isolate(f);
            var b = servers.leaderBeside(a);
            network.hold((_, _, _) -> false);
            assertThat(b.write("kept")).isEqualTo(Fate.COMMITTED);
            cut.forEach(fate -> assertThat(fate.join()).isEqualTo(Fate.UNKNOWN));
            network.heal();
            servers.awaitEqual();
            lead(servers, a);
            servers.awaitEqual();

            servers.isolate(a);
            network.heal(a.node(), g.node());
            var fate = a.propose("not yet");
            await(
                    "G has it",
                    () -> g.log().node().getLastLogIndex() >= a.log().node().getLastLogIndex());
            network.release();
            assertThatThrownBy(() -> fate.orTimeout(300, TimeUnit.MILLISECONDS).join())
                    .hasCauseInstanceOf(TimeoutException.class);
            assertThat(a.machine().applied()).doesNotContain("not yet");
        }
    }

    private static void lead(Servers servers, Server wanted) {
        for (var i = 0; i < 20 && !wanted.leads(); i++) {
            servers.leader().log().node().transferLeadershipTo(RaftLog.peer(wanted.voter()));
            try {
                await("it leads", wanted::leads, 1);
            } catch (AssertionError _) {
                // Once more.
            }
        }
        await("it leads", wanted::leads);
    }

    /**
     * The answers to a round of heartbeats stay on the way. Another leads meanwhile, which the old leader does not notice, as if it
     * had been stopped. A read that asks it then must not be let through by the answers to the round before.
     */
    @Test
    void aBarrierDoesNotCountAnswersToWhatWasAskedBeforeIt() {
        // A believes in its leadership, and waits for answers to its heartbeats, for longer than the others take to
        // elect.
        try (var servers = new Servers(directory, 3, n -> settings(n == 1 ? 6_000 : 800, 1_000))) {
            var a = servers.get(1);
            lead(servers, a);
            assertThat(a.write("before")).isEqualTo(Fate.COMMITTED);
            servers.awaitEqual();
            var network = servers.network();
            network.hold((_, to, message) -> to.equals(a.node()) && message instanceof Wire.Reply);
            // It may be let through: it was asked before the write.
            a.barrier(20_000);
            await("the answers to its heartbeats are on the way", () -> network.held() >= 4);
            servers.isolate(a);
            var b = servers.leaderBeside(a);
            assertThat(b.write("after")).isEqualTo(Fate.COMMITTED);
            assertThat(a.leads()).as("the old one does not know yet").isTrue();
            var stale = a.barrier(700);
            network.release();
            assertThatThrownBy(stale::join).hasCauseInstanceOf(NoQuorum.class);
            assertThat(a.machine().applied()).doesNotContain("after");
        }
    }
}
