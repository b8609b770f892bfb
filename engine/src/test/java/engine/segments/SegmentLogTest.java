package engine.segments;

import static engine.segments.Logs.contents;
import static engine.segments.Logs.data;
import static engine.segments.Logs.entries;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alipay.sofa.jraft.conf.ConfigurationManager;
import com.alipay.sofa.jraft.entity.LogEntry;
import com.alipay.sofa.jraft.entity.PeerId;
import engine.durable.MemoryDisk;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the log promises to JRaft. */
class SegmentLogTest {
    private final MemoryDisk disk = new MemoryDisk(new Random(1));
    private final Logs logs = new Logs(disk, 400, new Random(2));

    private SegmentLog reopened(SegmentLog log) {
        log.shutdown();
        return logs.open();
    }

    @Test
    void anEmptyLogBeginsWithEntry1AndHasNoLast() {
        var log = logs.open();
        for (var time = 0; time < 2; time++) {
            assertThat(log.getFirstLogIndex()).isEqualTo(1);
            assertThat(log.getLastLogIndex()).isZero();
            assertThat(log.getEntry(0)).isNull();
            assertThat(log.getEntry(1)).isNull();
            assertThat(log.appendEntries(List.of())).isZero();
            log = reopened(log);
        }
    }

    @Test
    void entriesOfEveryKindComeBackAsTheyWere() {
        var change = Logs.configuration(3, 2, "a", "b", "c");
        change.setOldPeers(Logs.peers("a", "b"));
        change.setLearners(Logs.peers("d"));
        change.setOldLearners(Logs.peers("c", "d"));
        var entries =
                List.of(Logs.noOp(1, 1), data(2, 1, "value"), change, data(4, 2, ""), Logs.configuration(5, 7, "a"));
        var log = logs.open();
        assertThat(log.appendEntries(entries)).isEqualTo(entries.size());
        for (var time = 0; time < 2; time++) {
            assertThat(contents(log)).isEqualTo(entries);
            for (var entry : entries) {
                assertThat(term(log, entry)).isEqualTo(entry.getId().getTerm());
            }
            log = reopened(log);
        }
        assertThat(log.appendEntry(data(6, 7, "more"))).isTrue();
        assertThat(contents(log)).hasSize(6);
    }

    @SuppressWarnings("deprecation")
    private static long term(SegmentLog log, LogEntry entry) {
        return log.getTerm(entry.getId().getIndex());
    }

    @Test
    void theBufferOfAnEntryIsLeftAsItWasAndOneThatIsReadHasAnArrayOfItsOwn() {
        var log = logs.open();
        var whole = ByteBuffer.wrap("0123456789".getBytes(StandardCharsets.UTF_8), 2, 5);
        var entry = data(1, 1, "x");
        entry.setData(whole);
        log.appendEntry(entry);
        assertThat(whole.position()).isEqualTo(2);
        var read = Objects.requireNonNull(log.getEntry(1)).getData();
        assertThat(read).isEqualTo(whole);
        assertThat(read.array()).hasSize(5);
        assertThat(read.arrayOffset()).isZero();
    }

    @Test
    void configurationsAreToldAtTheStartAndOnlyThoseThatCount() {
        var log = logs.open();
        log.appendEntries(List.of(
                Logs.configuration(1, 1, "a"),
                data(2, 1, "value"),
                Logs.configuration(3, 1, "a", "b"),
                Logs.configuration(4, 1, "a", "b", "c"),
                Logs.configuration(5, 1, "x")));
        log.truncateSuffix(4);
        log.truncatePrefix(2);
        log.shutdown();
        var told = new ConfigurationManager();
        var again = logs.log();
        Logs.open(again, told);
        again.appendEntries(List.of(Logs.configuration(5, 2, "a")));
        assertThat(told.get(2).getConf().isEmpty()).isTrue();
        assertThat(told.get(3).getConf().getPeers()).containsExactlyElementsOf(Logs.peers("a", "b"));
        assertThat(told.getLastConfiguration().getId().getIndex()).isEqualTo(4);
        assertThat(told.getLastConfiguration().getConf().getPeers())
                .containsExactly(new PeerId("a", 0), new PeerId("b", 0), new PeerId("c", 0));
        assertThat(told.getLastConfiguration().getOldConf().isEmpty()).isTrue();
    }

    @Test
    void aPrefixIsForgottenWithTheSegmentsThatHoldNothingElse() {
        var log = logs.open();
        for (var index = 1; index <= 100; index++) {
            log.appendEntry(data(index, 1, "entry " + index));
        }
        var before = disk.sizes().size();
        assertThat(before).isGreaterThan(5);
        assertThat(log.truncatePrefix(90)).isTrue();
        assertThat(log.truncatePrefix(20)).isTrue();
        assertThat(disk.sizes().size()).isLessThan(4);
        for (var time = 0; time < 2; time++) {
            assertThat(log.getFirstLogIndex()).isEqualTo(90);
            assertThat(log.getEntry(89)).isNull();
            assertThat(contents(log)).isEqualTo(entries(90, 100, 1));
            log = reopened(log);
        }
    }

    @Test
    void aSuffixIsForgottenAndOtherEntriesTakeItsPlace() {
        var log = logs.open();
        for (var round = 1; round <= 20; round++) {
            var from = log.getLastLogIndex() + 1;
            assertThat(log.appendEntries(entries(from, from + 9, round))).isEqualTo(10);
            assertThat(log.truncateSuffix(log.getLastLogIndex() - 7)).isTrue();
            assertThat(log.getEntry(log.getLastLogIndex() + 1)).isNull();
        }
        assertThat(log.getLastLogIndex()).isEqualTo(60);
        for (var time = 0; time < 2; time++) {
            for (var index = 1; index <= 60; index++) {
                assertThat(log.getEntry(index)).isEqualTo(data(index, (index + 2) / 3, "entry " + index));
            }
            log = reopened(log);
        }
    }

    @Test
    void aSuffixMayBeginBeforeTheOldestSegmentThatIsLeft() {
        var log = logs.open();
        for (var index = 1; index <= 40; index++) {
            log.appendEntry(data(index, 1, "entry " + index));
        }
        log.truncateSuffix(10);
        log.appendEntries(entries(11, 30, 2));
        log.truncatePrefix(15);
        assertThat(disk.sizes()).doesNotContainKey(Segment.name(1));
        for (var time = 0; time < 2; time++) {
            assertThat(contents(log)).isEqualTo(entries(15, 30, 2));
            log = reopened(log);
        }
    }

    @Test
    void aLogThatLosesAllItsEntriesGoesOnWhereItIsTold() {
        var log = logs.open();
        log.appendEntries(entries(1, 10, 1));
        assertThat(log.truncatePrefix(11)).isTrue();
        log = nothingFrom(log, 11);
        log.appendEntries(entries(11, 20, 1));
        assertThat(log.truncatePrefix(1_000)).isTrue();
        log = nothingFrom(log, 1_000);
        log.appendEntries(entries(1_000, 1_010, 2));
        assertThat(log.reset(500)).isTrue();
        log = nothingFrom(log, 500);
        log.appendEntries(entries(500, 510, 3));
        assertThat(log.truncateSuffix(499)).isTrue();
        log = nothingFrom(log, 500);
        log.appendEntries(entries(500, 501, 4));
        assertThat(contents(reopened(log))).isEqualTo(entries(500, 501, 4));
        assertThat(disk.sizes().size()).isLessThan(3);
    }

    private SegmentLog nothingFrom(SegmentLog log, long first) {
        var looked = log;
        for (var time = 0; time < 2; time++) {
            assertThat(looked.getFirstLogIndex()).isEqualTo(first);
            assertThat(looked.getLastLogIndex()).isZero();
            assertThat(looked.getEntry(first)).isNull();
            looked = reopened(looked);
        }
        return looked;
    }

    @Test
    void largeValuesAndThoseThatAreLargerThanASegmentComeBack() {
        var random = new Random(5);
        var log = logs.open();
        for (var index = 1; index <= 6; index++) {
            var value = new byte[index % 2 == 0 ? 512 << 10 : 3 << 20];
            random.nextBytes(value);
            assertThat(log.appendEntries(List.of(data(index, 1, value)))).isEqualTo(1);
            assertThat(log.getEntry(index)).isEqualTo(data(index, 1, value));
            log = reopened(log);
            assertThat(log.getEntry(index)).isEqualTo(data(index, 1, value));
        }
    }

    @Test
    void whatIsAppendedInOneGoMayBeLargerThanOneWrite() {
        var log = logs.open();
        var value = new byte[17 << 20];
        var entries = List.of(data(1, 1, value), data(2, 1, value), data(3, 1, value));
        assertThat(log.appendEntries(entries)).isEqualTo(entries.size());
        assertThat(reopened(log).getLastLogIndex()).isEqualTo(3);
    }

    @Test
    void anEntryThatDoesNotFollowIsRefusedAndChangesNothing() {
        var log = logs.open();
        log.appendEntries(entries(1, 3, 1));
        var size = disk.size();
        assertThat(log.appendEntry(data(5, 1, "gap"))).isFalse();
        assertThat(log.appendEntries(List.of(data(4, 1, "right"), data(6, 1, "gap"))))
                .isZero();
        assertThat(log.appendEntry(data(3, 1, "again"))).isFalse();
        assertThat(log.truncateSuffix(-1)).isFalse();
        assertThat(log.reset(0)).isFalse();
        assertThat(disk.size()).isEqualTo(size);
        assertThat(logs.told).isEmpty();
        assertThat(log.appendEntry(data(4, 1, "entry 4"))).isTrue();
        assertThat(contents(reopened(log))).isEqualTo(entries(1, 4, 1));
    }

    @Test
    void aLogThatIsNotOpenSaysSo() {
        assertThatThrownBy(() -> logs.log().getFirstLogIndex()).hasMessage("the log in memory is not open");
    }
}
