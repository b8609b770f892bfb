package engine.segments;

import static engine.segments.Logs.contents;
import static engine.segments.Logs.data;
import static engine.segments.Logs.entries;
import static org.assertj.core.api.Assertions.assertThat;

import engine.durable.MemoryDisk;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A disk that is full or fails: nothing is acknowledged any more, and what was is kept. */
class DiskFailureTest {
    private final MemoryDisk disk = new MemoryDisk(new Random(1));
    private final Logs logs = new Logs(disk, 1 << 20, new Random(2));

    private Map<String, Integer> failed(SegmentLog log) {
        assertThat(logs.told).hasSize(1);
        assertThat(logs.told.getFirst()).startsWith("memory: the log cannot be written: ");
        var files = disk.sizes();
        disk.loseProcess();
        assertThat(log.appendEntries(entries(log.getLastLogIndex() + 1, log.getLastLogIndex() + 2, 1)))
                .isZero();
        assertThat(log.truncatePrefix(2)).isFalse();
        assertThat(log.truncateSuffix(1)).isFalse();
        assertThat(log.reset(7)).isFalse();
        assertThat(disk.sizes()).isEqualTo(files);
        assertThat(logs.told).hasSize(1);
        logs.told.clear();
        log.shutdown();
        return files;
    }

    @Test
    void aDiskThatIsFullAtAnyByteOfABatchEndsTheLogWithWhatWasAcknowledged() {
        for (var room = 0; room < 3 * 40; room++) {
            var fresh = new MemoryDisk(new Random(room));
            var full = new Logs(fresh, 1 << 20, new Random(2));
            var log = full.open();
            assertThat(log.appendEntries(entries(1, 3, 1))).isEqualTo(3);
            fresh.fullAt(fresh.size() + room);
            assertThat(log.appendEntries(entries(4, 6, 1))).isZero();
            assertThat(log.getLastLogIndex()).isEqualTo(3);
            assertThat(contents(log)).isEqualTo(entries(1, 3, 1));
            assertThat(full.told).hasSize(1);
            assertThat(full.told.getFirst()).contains("No space left on device").contains("Free space");
            log.shutdown();
            fresh.losePower();
            log = full.open();
            var read = contents(log);
            assertThat(read).isEqualTo(entries(1, read.size(), 1)).hasSizeBetween(3, 6);
            assertThat(log.appendEntries(entries(read.size() + 1, 10, 1))).isEqualTo(10 - read.size());
            log.shutdown();
            fresh.losePower();
            assertThat(contents(full.open())).isEqualTo(entries(1, 10, 1));
        }
    }

    @Test
    void aFullDiskAtTheBeginningOfASegmentLosesNothing() {
        var small = new Logs(disk, 200, new Random(2));
        var log = small.open();
        log.appendEntries(entries(1, 10, 1));
        disk.fullAt(disk.size() + 5);
        assertThat(log.appendEntries(entries(11, 12, 1))).isZero();
        log.shutdown();
        disk.loseProcess();
        assertThat(contents(small.open())).isEqualTo(entries(1, 10, 1));
    }

    @Test
    void aFailedForceIsNotAcknowledgedAndEndsAllChanges() {
        var log = logs.open();
        log.appendEntries(entries(1, 3, 1));
        disk.failForces(true);
        assertThat(log.appendEntries(entries(4, 5, 1))).isZero();
        assertThat(log.getLastLogIndex()).isEqualTo(3);
        failed(log);
        assertThat(contents(logs.open()).size()).isBetween(3, 5);
    }

    @Test
    void cutsThatCannotBeWrittenSaySo() {
        for (var cut = 0; cut < 3; cut++) {
            var log = logs.open();
            log.reset(1);
            log.appendEntries(entries(1, 5, 1));
            disk.failForces(true);
            assertThat(
                            switch (cut) {
                                case 0 -> log.truncatePrefix(3);
                                case 1 -> log.truncateSuffix(3);
                                default -> log.reset(9);
                            })
                    .isFalse();
            assertThat(contents(log)).isEqualTo(entries(1, 5, 1));
            failed(log);
        }
    }

    @Test
    void whatARestartFindsAfterAFailedForceIsWrittenAgainBeforeItCounts() {
        disk.failedForcesForget(true);
        for (var round = 0; round < 200; round++) {
            var log = logs.open();
            log.reset(1);
            log.appendEntries(entries(1, 3, 1));
            disk.failForces(true);
            assertThat(log.appendEntries(List.of(data(4, 1, "entry 4"), data(5, 1, "entry 5"))))
                    .isZero();
            log.shutdown();
            // The process ends, and finds in the memory of the system what never came to the disk.
            disk.loseProcess();
            log = logs.open();
            assertThat(contents(log)).isEqualTo(entries(1, 5, 1));
            assertThat(log.appendEntries(entries(6, 6, 1))).isEqualTo(1);
            log.shutdown();
            disk.losePower();
            log = logs.open();
            assertThat(contents(log)).isEqualTo(entries(1, 6, 1));
            log.shutdown();
            logs.told.clear();
        }
    }

    @Test
    void aSegmentThatWasNeverUsedDoesNotComeBackToMakeATornTailLookLikeDamage() {
        for (var seed = 0; seed < 300; seed++) {
            var fresh = new MemoryDisk(new Random(seed));
            var failing = new Logs(fresh, 1 << 20, new Random(2));
            var log = failing.open();
            log.appendEntries(entries(1, 3, 1));
            fresh.failAfter(seed % 3);
            assertThat(log.reset(9)).isFalse();
            log.shutdown();
            fresh.loseProcess();
            log = failing.open();
            if (log.getFirstLogIndex() == 9) {
                continue; // It was written as a whole, and counts.
            }
            fresh.failAfter(seed / 3 % 2);
            assertThat(log.appendEntries(entries(4, 8, 1))).isZero();
            log.shutdown();
            fresh.losePower();
            var read = contents(failing.open());
            assertThat(read).isEqualTo(entries(1, read.size(), 1)).hasSizeBetween(3, 8);
        }
    }

    @Test
    void aDiskThatCannotBeReadIsNoDamage() {
        var log = logs.open();
        log.appendEntries(entries(1, 3, 1));
        disk.failAfter(0);
        assertThat(log.getEntry(2)).isNull();
        assertThat(logs.told).hasSize(1);
        assertThat(logs.told.getFirst()).startsWith("memory: entry 2 cannot be read: Input/output error.");
    }
}
