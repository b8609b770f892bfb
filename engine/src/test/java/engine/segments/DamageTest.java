package engine.segments;

import static engine.segments.Logs.contents;
import static engine.segments.Logs.data;
import static engine.segments.Logs.entries;
import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.sofa.jraft.conf.ConfigurationManager;
import engine.durable.MemoryDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** What is made of a log that is not as it was written. */
class DamageTest {
    private static final String FIRST = Segment.name(1);
    private static final int COUNT = 5;
    private final MemoryDisk disk = new MemoryDisk(new Random(1));
    private final Logs logs = new Logs(disk, 1 << 20, new Random(2));

    /** Entries 1 to 5; returns where each begins, and the end. */
    private int[] write(boolean inOneBatch) {
        var starts = new int[COUNT + 1];
        var log = logs.open();
        starts[0] = SegmentHeader.SIZE;
        for (var i = 1; i <= COUNT; i++) {
            if (!inOneBatch) {
                log.appendEntries(entries(i, i, 1));
            }
            starts[i] = starts[i - 1] + RecordHeader.SIZE + "entry 1".length();
        }
        if (inOneBatch) {
            log.appendEntries(entries(1, COUNT, 1));
        }
        log.shutdown();
        assertThat(disk.bytes(FIRST)).hasSize(starts[COUNT]);
        return starts;
    }

    private void refused(String start) {
        logs.told.clear();
        assertThat(Logs.open(logs.log(), new ConfigurationManager())).isFalse();
        assertThat(logs.told).hasSize(1);
        assertThat(logs.told.getFirst())
                .startsWith("memory/" + start)
                .contains("remove the whole directory home on this server");
    }

    @Test
    void aLogCutAtAnyByteGivesTheEntriesBeforeTheCutAndGoesOn() {
        var starts = write(false);
        var whole = disk.bytes(FIRST);
        for (var cut = 0; cut < whole.length; cut++) {
            disk.replace(FIRST, Arrays.copyOf(whole, cut));
            var complete = 0;
            while (complete < COUNT && starts[complete + 1] <= cut) {
                complete++;
            }
            var log = logs.open();
            assertThat(contents(log)).as("cut at %d", cut).isEqualTo(entries(1, complete, 1));
            assertThat(log.appendEntries(entries(complete + 1, complete + 2, 1)))
                    .isEqualTo(2);
            log.shutdown();
            assertThat(contents(logs.open())).as("cut at %d", cut).isEqualTo(entries(1, complete + 2, 1));
        }
    }

    @Test
    void aByteChangedBeforeTheLastBatchStopsTheStartWithFileOffsetAndWhatToDo() {
        var starts = write(false);
        var whole = disk.bytes(FIRST);
        for (var at = 0; at < starts[COUNT - 1]; at++) {
            var changed = whole.clone();
            changed[at] ^= 0x10;
            disk.replace(FIRST, changed);
            var record = 0;
            while (starts[record + 1] <= at) {
                record++;
            }
            refused(FIRST + ": damaged at byte " + (at < SegmentHeader.SIZE ? 0 : starts[record]) + ": ");
            assertThat(disk.bytes(FIRST)).isEqualTo(changed);
        }
    }

    @Test
    void aByteChangedInTheLastBatchIsATornTailWhateverFollowsInTheSameBatch() {
        var starts = write(true);
        var whole = disk.bytes(FIRST);
        for (var at = SegmentHeader.SIZE; at < whole.length; at++) {
            var changed = whole.clone();
            changed[at] ^= 0x10;
            disk.replace(FIRST, changed);
            var complete = 0;
            while (starts[complete + 1] <= at) {
                complete++;
            }
            assertThat(contents(logs.open())).as("changed at %d", at).isEqualTo(entries(1, complete, 1));
        }
    }

    @Test
    void whatIsLeftOfATornBatchBehindItsFirstRecordNeverComesBack() {
        var starts = write(true);
        var whole = disk.bytes(FIRST);
        whole[starts[0]] ^= 1;
        disk.replace(FIRST, whole);
        var log = logs.open();
        // As long as the record that was lost: what follows would be read next.
        log.appendEntry(data(1, 2, "ENTRY 1"));
        log.shutdown();
        assertThat(contents(logs.open())).containsExactly(data(1, 2, "ENTRY 1"));
    }

    @Test
    void recordsInsideOfAValueAreNotTakenForRecords() {
        write(false);
        var value = Arrays.copyOfRange(disk.bytes(FIRST), SegmentHeader.SIZE, disk.bytes(FIRST).length);
        var log = logs.open();
        log.appendEntries(List.of(data(COUNT + 1, 1, value)));
        log.shutdown();
        var whole = disk.bytes(FIRST);
        var changed = whole.clone();
        changed[changed.length - value.length - RecordHeader.SIZE] ^= 1;
        disk.replace(FIRST, changed);
        assertThat(contents(logs.open())).isEqualTo(entries(1, COUNT, 1));
    }

    @Test
    void recordsOfAnotherFileInTheSamePlaceAreNotTakenForRecordsOfThisOne() throws IOException {
        write(false);
        var other = disk.bytes(FIRST);
        disk.delete(FIRST);
        logs.open().shutdown();
        var header = disk.bytes(FIRST);
        System.arraycopy(header, 0, other, 0, SegmentHeader.SIZE);
        disk.replace(FIRST, other);
        assertThat(contents(logs.open())).isEmpty();
        assertThat(disk.bytes(FIRST)).isEqualTo(header);
    }

    @Test
    void garbageBehindTheLastRecordIsATornTail() {
        write(false);
        var whole = disk.bytes(FIRST);
        for (var seed = 0; seed < 50; seed++) {
            var garbage = new byte[3_000];
            new Random(seed).nextBytes(garbage);
            var longer = Arrays.copyOf(whole, whole.length + garbage.length);
            System.arraycopy(garbage, 0, longer, whole.length, garbage.length);
            disk.replace(FIRST, longer);
            assertThat(contents(logs.open())).isEqualTo(entries(1, COUNT, 1));
        }
        disk.replace(FIRST, Arrays.copyOf(whole, whole.length + 3_000));
        assertThat(contents(logs.open())).isEqualTo(entries(1, COUNT, 1));
        assertThat(disk.bytes(FIRST)).hasSize(whole.length);
    }

    @Test
    void aRecordOfALaterVersionIsNotCutOff() {
        write(false);
        var whole = disk.bytes(FIRST);
        var header = Objects.requireNonNull(SegmentHeader.of(ByteBuffer.wrap(whole)));
        var record = ByteBuffer.allocate(RecordHeader.SIZE);
        new RecordHeader(0, 0, COUNT + 1, 1, Kind.NO_OP, 0).write(record, header.salt(), whole.length);
        record.put(24, (byte) 9);
        var crc = new CRC32C();
        crc.update(ByteBuffer.allocate(12)
                .putInt(header.salt())
                .putLong(whole.length)
                .flip());
        crc.update(record.array(), 0, RecordHeader.SIZE - 4);
        record.putInt(RecordHeader.SIZE - 4, (int) crc.getValue());
        var longer = Arrays.copyOf(whole, whole.length + RecordHeader.SIZE);
        System.arraycopy(record.array(), 0, longer, whole.length, RecordHeader.SIZE);
        disk.replace(FIRST, longer);
        refused(FIRST + ": damaged at byte " + whole.length + ": a record has a form that this version does not know");
    }

    @Test
    void aTornTailInAnythingButTheNewestSegmentIsDamage() {
        var small = new Logs(disk, 200, new Random(2));
        var log = small.open();
        for (var i = 1; i <= 20; i++) {
            log.appendEntries(entries(i, i, 1));
        }
        log.shutdown();
        var whole = disk.bytes(Segment.name(2));
        disk.replace(Segment.name(2), Arrays.copyOf(whole, whole.length - 3));
        refused(Segment.name(2) + ": damaged at byte ");
        // Also when the one after it was never used: it was made when this one was on disk.
        for (var number = 4; disk.files().contains(Segment.name(number)); number++) {
            delete(Segment.name(number));
        }
        disk.replace(Segment.name(3), new byte[10]);
        refused(Segment.name(2) + ": damaged at byte ");
        disk.replace(Segment.name(2), whole);
        assertThat(contents(logs.open())).isNotEmpty();
        assertThat(disk.files()).doesNotContain(Segment.name(3));
    }

    private void delete(String name) {
        try {
            disk.delete(name);
            disk.sync();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aMissingSegmentIsNamedUnlessNothingOfItCounts() {
        var small = new Logs(disk, 200, new Random(2));
        var log = small.open();
        for (var i = 1; i <= 30; i++) {
            log.appendEntries(entries(i, i, 1));
        }
        var whole = disk.bytes(Segment.name(2));
        delete(Segment.name(2));
        refused(Segment.name(3) + ": the entries 1 to ");
        disk.replace(Segment.name(2), whole);
        log.truncatePrefix(25);
        assertThat(disk.files()).doesNotContain(FIRST, Segment.name(2));
        // A crash can bring back any of them.
        disk.replace(Segment.name(2), whole);
        log.shutdown();
        assertThat(contents(small.open())).isEqualTo(entries(25, 30, 1));
        assertThat(disk.files()).doesNotContain(Segment.name(2));
    }

    @Test
    void aSegmentWithoutABeginningIsDamageUnlessItWasNeverUsed() {
        write(false);
        disk.replace(Segment.name(2), new byte[SegmentHeader.SIZE]);
        assertThat(contents(logs.open())).isEqualTo(entries(1, COUNT, 1));
        assertThat(disk.files()).containsExactly(FIRST);
        disk.replace(Segment.name(2), new byte[SegmentHeader.SIZE + 1]);
        refused(Segment.name(2) + ": damaged at byte 0: this is not the beginning of a segment");
        delete(FIRST);
        disk.replace(Segment.name(2), new byte[SegmentHeader.SIZE]);
        refused(Segment.name(2) + ": damaged at byte 0: this is not the beginning of a segment");
    }

    @Test
    void anEntryThatIsDamagedWhileTheLogIsOpenEndsTheProcessInsteadOfBeingRead() {
        var starts = write(false);
        var log = logs.open();
        var whole = disk.bytes(FIRST);
        whole[starts[2] + RecordHeader.SIZE] ^= 1;
        disk.replace(FIRST, whole);
        assertThat(log.getEntry(2)).isEqualTo(data(2, 1, "entry 2"));
        assertThat(logs.told).isEmpty();
        assertThat(log.getEntry(3)).isNull();
        assertThat(logs.told).hasSize(1);
        assertThat(logs.told.getFirst())
                .startsWith("memory/" + FIRST + ": damaged at byte " + starts[2] + ": entry 3 is not any more");
    }

    @Test
    void otherFilesInTheDirectoryAreLeftAlone() {
        disk.replace("vote", "term".getBytes(StandardCharsets.UTF_8));
        write(false);
        assertThat(contents(logs.open())).hasSize(COUNT);
        assertThat(disk.files()).containsExactly(FIRST, "vote");
    }
}
