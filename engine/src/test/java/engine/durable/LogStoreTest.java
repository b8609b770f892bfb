package engine.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import engine.state.Key;
import engine.state.KvView;
import engine.state.Op;
import engine.state.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store on Distributed Data on a log, over restarts. */
class LogStoreTest {
    private final MemoryDisk disk = new MemoryDisk(new Random(4));
    private final BlockingQueue<String> fatal = new LinkedBlockingQueue<>();

    private DurableNode start(long index) throws IOException {
        var log = StateLog.open(disk, () -> {}, new StateLog.Limits(20_000, 40_000), new Random(5));
        return new DurableNode(log, index, 10, fatal::add);
    }

    private static Op put(String key, String value) {
        return new Op.Put(new Key.Kv(key), new Value.Kv(ByteString.fromString(value), 7));
    }

    private static List<String> keys(KvView kv) {
        var keys = new ArrayList<String>();
        kv.entries().forPrefix("", (key, _) -> keys.add(key));
        return keys;
    }

    @Test
    void whatWasAcknowledgedIsThereAfterAnyNumberOfRestartsAndTheIndexGoesOn() throws IOException {
        var index = 1L;
        for (var restart = 0; restart < 3; restart++) {
            try (var node = start(1)) {
                var picture = node.published().current();
                assertThat(picture.index()).isGreaterThanOrEqualTo(index);
                assertThat(keys(picture.kv())).hasSize(restart * 100);
                assertThat(picture.catalog().nodes().size()).isEqualTo(restart);
                var first = restart * 100;
                var writes = IntStream.range(first, first + 100)
                        .mapToObj(i -> node.write(put("k" + i, "v" + i)))
                        .toList();
                writes.forEach(CompletableFuture::join);
                var name = "n" + restart;
                node.write(
                                new Op.Put(new Key.Node(name), new Value.Node("", name, "10.0.0.1", null, null)),
                                new Op.Put(
                                        new Key.Check(name, "c"),
                                        new Value.Check(name, "c", "c", "passing", "", "", "", "", List.of(), "")))
                        .join();
                if (restart > 0) {
                    var kept = Objects.requireNonNull(picture.kv().entries().get("k5"));
                    assertThat(kept.value().bytes().utf8String()).isEqualTo("v5");
                    assertThat(kept.modifyIndex()).isLessThan(index);
                    assertThat(kept.changedAt()).isEqualTo(picture.index());
                    var check = Objects.requireNonNull(picture.catalog().node("n0"));
                    assertThat(check.checks().values()).hasSize(1);
                    assertThat(node.write(new Op.PutIf(new Key.Kv("k5"), kept.value(), kept.modifyIndex()))
                                    .join())
                            .isTrue();
                }
                index = node.published().current().index();
            }
            disk.losePower();
        }
        assertThat(fatal).isEmpty();
    }

    @Test
    void deletedAndForgottenEntriesStayAway() throws IOException {
        try (var node = start(1)) {
            node.write(put("a/1", "x"), put("a/2", "x"), put("b", "x")).join();
            node.write(new Op.Delete(new Key.Kv("a/1")), new Op.Delete(new Key.Kv("a/2")))
                    .join();
            for (var i = 0; i < 25; i++) {
                var event = new Value.Event(
                        "e" + i, "deploy", ByteString.emptyByteString(), "", "", "", i, Instant.EPOCH, "me");
                node.write(new Op.Put(new Key.Event("e" + i), event)).join();
            }
            // Forgetting follows the write that made it necessary; another write on the same buckets comes after it.
            assertThat(node.published().current().events().list()).hasSizeLessThan(13);
        }
        disk.losePower();
        try (var node = start(1)) {
            assertThat(keys(node.published().current().kv())).containsExactly("b");
            assertThat(node.published().current().events().list())
                    .extracting(Value.Event::id)
                    .contains("e24", "e20")
                    .doesNotContain("e0", "e5")
                    .hasSizeLessThan(14);
        }
    }

    @Test
    void aWriteThatChangesNothingIsAnsweredToo() throws IOException {
        try (var node = start(1)) {
            assertThat(node.write(put("same", "x")).join()).isTrue();
            var size = disk.size();
            assertThat(node.write(put("same", "x")).join()).isTrue();
            assertThat(node.write().join()).isTrue();
            assertThat(node.write(new Op.PutIf(new Key.Kv("same"), new Value.Kv(ByteString.emptyByteString(), 0), 0))
                            .join())
                    .isFalse();
            assertThat(disk.size()).isEqualTo(size);
        }
    }

    @Test
    void manyWritesToTheSameKeysLeaveASmallLog() throws Exception {
        try (var node = start(1)) {
            for (var round = 0; round < 40; round++) {
                var writes = new ArrayList<CompletableFuture<Boolean>>();
                for (var key = 0; key < 50; key++) {
                    writes.add(node.write(put("k" + key, round + " ".repeat(40))));
                }
                writes.forEach(CompletableFuture::join);
            }
            assertThat(disk.size()).isLessThan(150_000);
        }
        disk.losePower();
        try (var node = start(1)) {
            assertThat(keys(node.published().current().kv())).hasSize(50);
            node.published()
                    .current()
                    .kv()
                    .entries()
                    .values()
                    .forEach(value -> assertThat(
                                    value.value().bytes().utf8String().strip())
                            .isEqualTo("39"));
        }
    }

    @Test
    void aFailedForceEndsTheProcessAndAcknowledgesNothingMore() throws Exception {
        try (var node = start(1)) {
            node.write(put("before", "x")).join();
            disk.failForces(true);
            var lost = node.write(put("lost", "x"));
            assertThat(fatal.poll(10, TimeUnit.SECONDS))
                    .startsWith("memory: the state cannot be written: Input/output error. ");
            disk.failForces(false);
            var after = node.write(put("after", "x"));
            assertThatThrownBy(() -> CompletableFuture.anyOf(lost, after).get(500, TimeUnit.MILLISECONDS))
                    .isInstanceOf(java.util.concurrent.TimeoutException.class);
            assertThat(fatal).isEmpty();
        }
        disk.losePower();
        try (var node = start(1)) {
            assertThat(keys(node.published().current().kv())).contains("before").doesNotContain("after");
        }
    }

    @Test
    void aFullDiskEndsTheProcessAndWithRoomAgainAllIsThere() throws Exception {
        try (var node = start(1)) {
            node.write(put("before", "x")).join();
            disk.fullAt(disk.size() + 20);
            var lost = node.write(put("lost", "x"));
            assertThat(fatal.poll(10, TimeUnit.SECONDS)).contains("No space left on device", "Free space");
            assertThat(lost).isNotDone();
        }
        disk.loseProcess();
        disk.fullAt(Long.MAX_VALUE);
        try (var node = start(1)) {
            assertThat(keys(node.published().current().kv())).containsExactly("before");
            assertThat(node.write(put("again", "x")).join()).isTrue();
        }
    }

    @Test
    void aDirectoryServesOneProcess(@TempDir Path dir) {
        try (var _ = StateLog.open(dir.resolve("state"))) {
            assertThatThrownBy(() -> StateLog.open(dir.resolve("state")))
                    .isInstanceOf(DurabilityException.class)
                    .hasMessageContaining("is in use by another agent");
        }
        StateLog.open(dir.resolve("state")).close();
    }

    @Test
    void aDirectoryThatCannotBeMadeIsSaid(@TempDir Path dir) throws IOException {
        var file = java.nio.file.Files.writeString(dir.resolve("file"), "x");
        assertThatThrownBy(() -> StateLog.open(file.resolve("state")))
                .isInstanceOf(DurabilityException.class)
                .hasMessageEndingWith("The data directory must be readable and writable.");
    }
}
