package engine.raft;

import static engine.raft.Servers.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log with real storage, over Artery, in one process. */
class RaftLogTest {
    @TempDir
    private Path directory;

    @Test
    void aWriteIsSeenOnAFollowerLongBeforeTheNextHeartbeat() {
        try (var servers = new Servers(directory, 3)) {
            var leader = servers.leader();
            var took = new ArrayList<Long>();
            for (var i = 0; i < 100; i++) {
                var begun = System.nanoTime();
                assertThat(leader.write("w" + i)).isEqualTo(Fate.COMMITTED);
                var count = leader.machine().applied().size();
                await(
                        "it is everywhere",
                        () -> servers.all().stream()
                                .allMatch(server -> server.machine().applied().size() == count));
                took.add(System.nanoTime() - begun);
            }
            servers.awaitEqual();
            took.sort(Long::compare);
            // The heartbeat comes every 40 ms.
            assertThat(took.get(50) / 1e6).as("median in ms").isLessThan(20);
            assertThat(servers.followerOf(leader).write("refused")).isEqualTo(Fate.REFUSED);
        }
    }

    @Test
    void anIsolatedLeaderStepsDownServesNoBarrierAndLosesItsTail() {
        try (var servers = new Servers(directory, 3)) {
            var old = servers.leader();
            assertThat(old.write("before")).isEqualTo(Fate.COMMITTED);
            servers.isolate(old);
            var lost = old.propose("lost");
            var now = servers.leaderBeside(old);
            assertThat(now.write("after")).isEqualTo(Fate.COMMITTED);
            assertThatThrownBy(() -> old.barrier(500).join())
                    .hasCauseInstanceOf(NoQuorum.class)
                    .hasMessageContaining("No quorum");
            await("the old one leads no more", () -> !old.leads());
            assertThat(lost.join()).isEqualTo(Fate.UNKNOWN);
            assertThat(old.write("refused")).isEqualTo(Fate.REFUSED);
            assertThat(old.machine().applied()).doesNotContain("after", "lost");

            servers.network().heal();
            servers.awaitEqual();
            assertThat(old.machine().applied()).containsExactly("formed", "before", "after");
            var index = old.barrier(5_000).join();
            assertThat(index).isLessThanOrEqualTo(old.log().view().applied() + 1);
        }
    }

    @Test
    void whatWasCommittedIsThereAfterARestartOfAllAndLeadershipCanBeHandedOver() {
        try (var servers = new Servers(directory, 3)) {
            var first = servers.leader();
            first.handOver().join();
            var second = servers.leaderBeside(first);
            assertThat(second.write("second")).isEqualTo(Fate.COMMITTED);
            for (var i = 0; i < 50; i++) {
                assertThat(second.write("w" + i)).isEqualTo(Fate.COMMITTED);
            }
            servers.awaitEqual();
            var all = second.machine().applied();
            var voters = second.log().view().voters();
            servers.all().forEach(Server::ending);
            servers.all().forEach(Server::restart);
            assertThat(servers.leader().write("again")).isEqualTo(Fate.COMMITTED);
            servers.awaitEqual();
            assertThat(servers.get(2).machine().applied()).startsWith(all.toArray(String[]::new));
            assertThat(servers.get(2).log().view().voters()).isEqualTo(voters);
        }
    }

    @Test
    void aServerFarBehindGetsASnapshotAlsoOverAnotherClusterSystem() {
        try (var servers = new Servers(directory, 3)) {
            var leader = servers.leader();
            var behind = servers.followerOf(leader);
            servers.isolate(behind);
            for (var round = 0; round < 3; round++) {
                for (var i = 0; i < 20; i++) {
                    assertThat(leader.write("w" + round + "." + i)).isEqualTo(Fate.COMMITTED);
                }
                leader.log().snapshotNow().join();
            }
            assertThat(behind.machine().loaded.get()).isZero();
            behind.replaceSystem();
            servers.network().heal();
            servers.awaitEqual();
            assertThat(behind.machine().loaded.get()).isPositive();
            assertThat(leader.write("more")).isEqualTo(Fate.COMMITTED);
            servers.awaitEqual();
            // And from its own disk.
            behind.stop();
            behind.restart();
            servers.awaitEqual();
            assertThat(behind.barrier(5_000).join()).isPositive();
        }
    }

    @Test
    void serversThatComeLearnThenVoteUpToFiveAndThoseThatLeftAreTakenOut() {
        try (var servers = new Servers(directory, 3)) {
            for (var i = 0; i < 3; i++) {
                servers.add();
            }
            servers.introduce();
            var leader = servers.leader();
            await(
                    "five vote, one learns",
                    () -> leader.log().view().voters().size() == 5
                            && leader.log().view().learners().size() == 1);
            assertThat(leader.write("to all")).isEqualTo(Fate.COMMITTED);
            servers.awaitEqual();
            var learner = servers.all().stream()
                    .filter(server -> leader.log().view().learners().contains(server.voter()))
                    .findFirst()
                    .orElseThrow();
            assertThat(learner.barrier(5_000).join()).isPositive();

            var left = servers.all().stream()
                    .filter(server -> server != leader && server != learner)
                    .findFirst()
                    .orElseThrow();
            left.stop();
            assertThat(left.log().committed())
                    .as("known of a log that has ended")
                    .isPositive();
            servers.isolate(left);
            servers.all().forEach(server -> server.gone.add(left.node()));
            servers.all().remove(left);
            servers.introduce();
            await(
                    "the learner votes in place of the one that left",
                    () -> leader.log().view().voters().contains(learner.voter())
                            && !leader.log().view().voters().contains(left.voter())
                            && leader.log().view().voters().size() == 5);
            assertThat(leader.write("on")).isEqualTo(Fate.COMMITTED);
            servers.awaitEqual();
            servers.all().add(left);
        }
    }

    @Test
    void aSurvivorIsMadeTheOnlyVoterByAnOperator() {
        try (var servers = new Servers(directory, 3)) {
            var survivor = servers.followerOf(servers.leader());
            assertThat(servers.leader().write("kept")).isEqualTo(Fate.COMMITTED);
            servers.awaitEqual();
            servers.all().stream().filter(server -> server != survivor).forEach(Server::stop);
            assertThatThrownBy(() -> survivor.barrier(300).join()).hasMessageContaining("No quorum");
            assertThatThrownBy(() -> survivor.log().reset(Set.of("x@y"))).isInstanceOf(IllegalArgumentException.class);
            survivor.log().reset(Set.of(survivor.voter()));
            await("it leads", survivor::leads);
            assertThat(survivor.write("on")).isEqualTo(Fate.COMMITTED);
            assertThat(survivor.machine().applied()).containsExactly("formed", "kept", "on");
            assertThat(survivor.log().view().voters()).isEqualTo(List.of(survivor.voter()));
        }
    }

    @Test
    void aServerWithAnotherLogIsNotListenedTo() throws Exception {
        try (var servers = new Servers(directory, 1)) {
            var stranger = servers.add();
            stranger.log().reset(Set.of(stranger.voter()));
            await("the stranger leads its own", stranger::leads);
            servers.introduce();
            servers.get(0)
                    .log()
                    .barrier(Duration.ofSeconds(1))
                    .toCompletableFuture()
                    .get();
            assertThat(stranger.write("theirs")).isEqualTo(Fate.COMMITTED);
            assertThat(servers.get(0).write("ours")).isEqualTo(Fate.COMMITTED);
            await(
                    "both know that the other is there",
                    () -> servers.get(0).log().present().containsKey(stranger.voter()));
            assertThat(servers.get(0).log().view().voters())
                    .containsExactly(servers.get(0).voter());
            assertThat(servers.get(0).log().view().learners()).isEmpty();
            assertThat(servers.get(0).machine().applied()).doesNotContain("theirs");
        }
    }
}
