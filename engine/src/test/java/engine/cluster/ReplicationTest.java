package engine.cluster;

import static engine.cluster.TestServers.await;
import static engine.cluster.TestServers.value;
import static org.assertj.core.api.Assertions.assertThat;

import engine.state.Key;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

/** What one server writes reaches the others, whatever its size, number and time; each trap once fallen into is a test. */
class ReplicationTest {
    /** Gossip of whole buckets would hide what the road itself does not carry. */
    private static final String NO_GOSSIP = "pekko.cluster.distributed-data.gossip-interval = 1h";

    private static final Random RANDOM = new Random(7);

    /** Bytes that do not compress: zeros would hide every limit of size. */
    private static ByteString noise(int size) {
        var bytes = new byte[size];
        RANDOM.nextBytes(bytes);
        return ByteString.fromArray(bytes);
    }

    @Test
    void aWriteIsSeenOnEveryServerWithinMilliseconds() {
        try (var servers = new TestServers(3, NO_GOSSIP)) {
            var took = new ArrayList<Long>();
            for (var i = 0; i < 200; i++) {
                var address = "10.0.0." + i;
                var begun = System.nanoTime();
                servers.get(i % 3).node("n", address).join();
                await(
                        "the write is everywhere",
                        () -> List.of(0, 1, 2).stream().allMatch(s -> {
                            var node = servers.get(s).state().catalog().node("n");
                            return node != null
                                    && node.node() != null
                                    && node.node().value().address().equals(address);
                        }));
                took.add(System.nanoTime() - begun);
            }
            took.sort(Long::compare);
            // A bound that only a road over ticks or gossip would break.
            assertThat(took.get(100) / 1e6).as("median in ms").isLessThan(50);
            servers.awaitEqual();
        }
    }

    @Test
    void aLateServerHasEverythingLargeValuesThatShareABucketIncluded() {
        try (var servers = new TestServers(2, NO_GOSSIP)) {
            var large = new ArrayList<String>();
            // More than any frame holds, all in one bucket.
            for (var i = 0; large.size() < 20; i++) {
                if (new Key.Kv("large/" + i).bucketName().equals("kv-0")) {
                    large.add("large/" + i);
                }
            }
            for (var key : large) {
                servers.get(0).kv(key, noise(512 << 10)).join();
            }
            for (var i = 0; i < 2_000; i++) {
                servers.get(1).node("n" + i, "10.0.0.1");
            }
            servers.awaitEqual();
            var late = servers.start();
            late.system().join(List.of(servers.get(0).address()));
            servers.awaitMembers(3);
            servers.awaitEqual();
            assertThat(value(late.state(), large.getLast()).size()).isEqualTo(512 << 10);
        }
    }

    /** The late one finds the others well before they find it. */
    @Test
    void whatIsWrittenWhileAServerJoinsReachesIt() {
        try (var servers = new TestServers(2, NO_GOSSIP)) {
            var late = servers.start();
            var joined = new AtomicBoolean();
            var writing = CompletableFuture.runAsync(() -> {
                for (var i = 0; !joined.get(); i++) {
                    servers.get(i % 2).node("n" + i % 500, "10.0.0." + i % 250).join();
                }
            });
            late.system().join(List.of(servers.get(0).address()));
            servers.awaitMembers(3);
            joined.set(true);
            writing.join();
            var from = System.nanoTime();
            servers.awaitEqual();
            // Before any repair: that compares twice, some seconds apart.
            assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(4));
        }
    }

    @Test
    void aBurstOfTwentyThousandUpdatesArrivesWhole() {
        try (var servers = new TestServers(3, NO_GOSSIP)) {
            var writes = new ArrayList<CompletableFuture<?>>();
            for (var i = 0; i < 20_000; i++) {
                writes.add(servers.get(i % 3).kv("burst/" + i % 7_000, noise(100)));
            }
            CompletableFuture.allOf(writes.toArray(CompletableFuture<?>[]::new)).join();
            servers.awaitEqual();
            assertThat(servers.get(2).state().kv().entries().size()).isEqualTo(7_000);
        }
    }

    @Test
    void bothSidesOfAPartitionGoOnAndAgreeAfterIt() {
        try (var servers = new TestServers(3, NO_GOSSIP)) {
            var alone = servers.get(2);
            servers.get(0).kv("k", ByteString.fromString("before")).join();
            servers.get(0).cut(alone);
            servers.get(1).cut(alone);
            await(
                    "the cut is noticed",
                    () -> alone.system().view().others().isEmpty()
                            && servers.get(0).system().view().others().size() == 1
                            && servers.get(1).system().view().others().size() == 1);
            alone.node("here", "10.0.0.1").join();
            servers.get(0).node("there", "10.0.0.2").join();
            alone.kv("k", ByteString.fromString("earlier")).join();
            var written = System.currentTimeMillis();
            await("it is later", () -> System.currentTimeMillis() > written);
            servers.get(1).kv("k", ByteString.fromString("later")).join();
            assertThat(value(alone.state(), "k").utf8String()).isEqualTo("earlier");

            servers.get(0).heal(alone);
            servers.get(1).heal(alone);
            servers.awaitMembers(3);
            servers.awaitEqual();
            assertThat(value(alone.state(), "k").utf8String()).isEqualTo("later");
            assertThat(servers.get(0).state().catalog().node("here")).isNotNull();
        }
    }

    @Test
    void whatIsLostInOneDirectionIsMadeUpFor() {
        try (var servers = new TestServers(3, NO_GOSSIP)) {
            servers.get(0).cutOneWay(servers.get(1));
            servers.get(0).node("oneway", "10.0.0.1").join();
            await("the third has it", () -> servers.get(2).state().catalog().node("oneway") != null);
            servers.awaitEqual();
        }
    }

    @Test
    void aServerThatStartsItsPartAnewKeepsItsStateAndGetsWhatItMissed() {
        try (var servers = new TestServers(3, NO_GOSSIP)) {
            servers.get(2).node("kept", "10.0.0.1").join();
            var index = servers.get(2).state().index();
            servers.get(2).restart();
            // It goes on while it is no member of anything.
            servers.get(2).node("alone", "10.0.0.2").join();
            servers.get(0).node("missed", "10.0.0.3").join();
            servers.get(2).system().join(List.of(servers.get(0).address()));
            servers.awaitMembers(3);
            servers.awaitEqual();
            assertThat(servers.get(2).state().catalog().nodes().size()).isEqualTo(3);
            assertThat(servers.get(2).state().index()).isGreaterThan(index);
        }
    }
}
