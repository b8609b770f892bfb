package engine.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import engine.state.Bucket;
import engine.state.Buckets;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is made of a log that is not as it was written. */
class RecoveryTest {
    private static final StateLog.Limits LIMITS = new StateLog.Limits(1 << 20, 1 << 20);
    private static final String SEGMENT = Layout.segment(1);
    private final MemoryDisk disk = new MemoryDisk(new Random(1));

    private StateLog open() throws IOException {
        return StateLog.open(disk, () -> {}, LIMITS, new Random(2));
    }

    private Map<String, String> contents() throws IOException {
        var all = new TreeMap<String, String>();
        try (var log = open()) {
            log.buckets().values().forEach(bucket -> all.putAll(Buckets.contents(bucket)));
        }
        return all;
    }

    /** Five records, each a key; returns where each begins, and the end. */
    private int[] write(boolean inOneBatch) throws IOException {
        var starts = new int[6];
        try (var log = open()) {
            var bucket = Bucket.EMPTY;
            for (var i = 0; i < 5; i++) {
                starts[i] = inOneBatch && i > 0 ? 0 : disk.bytes(SEGMENT).length;
                bucket = Buckets.put(bucket, "k" + i, "value " + i, i + 1);
                log.append("kv-7", bucket);
                if (!inOneBatch) {
                    log.flush();
                }
            }
            log.flush();
        }
        starts[5] = disk.bytes(SEGMENT).length;
        return starts;
    }

    @Test
    void aLogCutAtAnyByteGivesTheRecordsBeforeTheCutAndGoesOn() throws IOException {
        var starts = write(false);
        var whole = disk.bytes(SEGMENT);
        for (var cut = 0; cut < whole.length; cut++) {
            disk.replace(SEGMENT, Arrays.copyOf(whole, cut));
            var complete = 0;
            while (complete < 5 && starts[complete + 1] <= cut) {
                complete++;
            }
            assertThat(contents()).as("cut at %d", cut).hasSize(complete);
            try (var log = open()) {
                log.append("kv-7", Buckets.put(log.buckets().getOrDefault("kv-7", Bucket.EMPTY), "more", "m", 99));
                log.flush();
            }
            assertThat(contents()).as("cut at %d", cut).hasSize(complete + 1).containsEntry("more", "m");
        }
    }

    @Test
    void aByteChangedBeforeTheLastBatchStopsTheStartWithFileOffsetAndWhatToDo() throws IOException {
        var starts = write(false);
        var whole = disk.bytes(SEGMENT);
        for (var at = 0; at < starts[4]; at++) {
            var changed = whole.clone();
            changed[at] ^= 0x10;
            disk.replace(SEGMENT, changed);
            var record = 0;
            while (starts[record + 1] <= at) {
                record++;
            }
            var offset = at < Frames.HEADER ? 0 : starts[record];
            assertThatThrownBy(this::open)
                    .as("changed at %d", at)
                    .isInstanceOf(DurabilityException.class)
                    .hasMessageStartingWith("memory/" + SEGMENT + ": damaged at byte " + offset + ": ")
                    .hasMessageEndingWith(
                            "Put back a copy of the whole directory memory, or remove it: the agent then starts without"
                                    + " what was in it.");
        }
    }

    @Test
    void aByteChangedInTheLastBatchIsATornTailWhateverFollowsInTheSameBatch() throws IOException {
        write(true);
        var whole = disk.bytes(SEGMENT);
        for (var at = Frames.HEADER; at < whole.length; at++) {
            var changed = whole.clone();
            changed[at] ^= 0x10;
            disk.replace(SEGMENT, changed);
            assertThat(contents()).as("changed at %d", at).hasSizeLessThan(5);
        }
    }

    @Test
    void recordsOfAnotherFileInsideATornTailAreNotTakenForRecordsOfThisOne() throws IOException {
        write(false);
        var value = new String(disk.bytes(SEGMENT), java.nio.charset.StandardCharsets.ISO_8859_1);
        disk.delete(SEGMENT);
        try (var log = StateLog.open(disk, () -> {}, LIMITS, new Random(3))) {
            log.append("kv-7", Buckets.put(Bucket.EMPTY, "log", value, 1));
            log.flush();
        }
        var whole = disk.bytes(SEGMENT);
        whole[Frames.HEADER] ^= 1;
        disk.replace(SEGMENT, whole);
        assertThat(contents()).isEmpty();
    }

    @Test
    void aMissingFileIsNamed() throws IOException {
        var log = StateLog.open(disk, () -> {}, new StateLog.Limits(100, 1 << 20), new Random(2));
        var bucket = Bucket.EMPTY;
        for (var i = 1; i < 10; i++) {
            bucket = Buckets.put(bucket, "k" + i, "a value of some length", i);
            log.append("kv-7", bucket);
            log.flush();
        }
        var names = List.copyOf(disk.sizes().keySet());
        assertThat(names).hasSizeGreaterThan(3);
        disk.delete(names.get(1));
        assertThatThrownBy(this::open)
                .isInstanceOf(DurabilityException.class)
                .hasMessageContaining(names.get(2) + ": the records ")
                .hasMessageContaining(" before it are missing");
        disk.delete(names.getFirst());
        assertThatThrownBy(this::open).hasMessageContaining("the records 1 to ");
    }

    @Test
    void aDamagedSnapshotStopsTheStart() throws IOException {
        var log = StateLog.open(disk, () -> {}, new StateLog.Limits(100, 100), new Random(2));
        log.append("kv-7", Buckets.put(Bucket.EMPTY, "k", "v".repeat(200), 1));
        log.flush();
        var size = log.snapshotDue().orElseThrow().write();
        var name = Layout.snapshot(1);
        assertThat(disk.sizes()).containsEntry(name, (int) size).hasSize(2);
        assertThat(contents()).containsOnlyKeys("k");
        var whole = disk.bytes(name);
        for (var at = 0; at < whole.length; at++) {
            var changed = whole.clone();
            changed[at] ^= 0x10;
            disk.replace(name, changed);
            assertThatThrownBy(this::open)
                    .as("changed at %d", at)
                    .isInstanceOf(DurabilityException.class)
                    .hasMessageStartingWith("memory/" + name + ": damaged at byte ");
            disk.replace(name, Arrays.copyOf(whole, at));
            assertThatThrownBy(this::open).as("cut at %d", at).isInstanceOf(DurabilityException.class);
        }
    }
}
