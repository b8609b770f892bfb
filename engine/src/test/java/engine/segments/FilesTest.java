package engine.segments;

import static engine.segments.Logs.contents;
import static engine.segments.Logs.data;
import static engine.segments.Logs.entries;
import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.sofa.jraft.conf.ConfigurationManager;
import engine.durable.FileDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log in files of the file system, and many threads. */
class FilesTest {
    private final ConcurrentLinkedQueue<String> told = new ConcurrentLinkedQueue<>();

    @TempDir
    private Path dir;

    private SegmentLog open() {
        var log = new SegmentLog(dir.resolve("log/segments"), told::add);
        assertThat(Logs.open(log, new ConfigurationManager())).as("%s", told).isTrue();
        return log;
    }

    private SegmentLog openWithSmallSegments() throws Exception {
        var disk = FileDisk.open(dir);
        var log = new SegmentLog(
                new Damage(dir.toString(), "home"),
                () -> new SegmentLog.Held(disk, disk),
                2_000,
                RandomGenerator.getDefault(),
                told::add);
        assertThat(Logs.open(log, new ConfigurationManager())).isTrue();
        return log;
    }

    @Test
    void entriesComeBackFromFilesAsTheyWere() {
        var log = open();
        var value = new byte[5 << 20];
        new Random(1).nextBytes(value);
        assertThat(log.appendEntries(entries(1, 1_000, 1))).isEqualTo(1_000);
        assertThat(log.appendEntry(data(1_001, 2, value))).isTrue();
        log.truncateSuffix(500);
        log.appendEntries(List.of(data(501, 3, value)));
        log.truncatePrefix(100);
        log.shutdown();
        log = open();
        var expected = new ArrayList<>(entries(100, 500, 1));
        expected.add(data(501, 3, value));
        assertThat(contents(log)).isEqualTo(expected);
        log.reset(5_000);
        log.shutdown();
        log = open();
        assertThat(log.getFirstLogIndex()).isEqualTo(5_000);
        assertThat(log.getLastLogIndex()).isZero();
        log.shutdown();
        assertThat(told).isEmpty();
    }

    @Test
    void aDirectoryIsUsedByOneLogAtATime() {
        var log = open();
        assertThat(Logs.open(new SegmentLog(dir.resolve("log/segments"), told::add), new ConfigurationManager()))
                .isFalse();
        assertThat(told).singleElement().asString().contains("is in use by another agent");
        log.shutdown();
        open().shutdown();
    }

    @Test
    void aDirectoryThatCannotBeMadeIsNamed() throws Exception {
        Files.writeString(dir.resolve("log"), "a file");
        assertThat(Logs.open(new SegmentLog(dir.resolve("log/segments"), told::add), new ConfigurationManager()))
                .isFalse();
        assertThat(told).singleElement().asString().contains("The data directory must be readable and writable.");
    }

    @Test
    void anInterruptedThreadAppendsCutsAndReadsAsAnyOther() {
        var log = open();
        for (var index = 1; index <= 50; index++) {
            Thread.currentThread().interrupt();
            assertThat(log.appendEntry(data(index, 1, "entry " + index))).isTrue();
            assertThat(log.getEntry(index)).isEqualTo(data(index, 1, "entry " + index));
            assertThat(Thread.interrupted()).isTrue();
        }
        Thread.currentThread().interrupt();
        assertThat(log.truncateSuffix(40)).isTrue();
        assertThat(log.truncatePrefix(10)).isTrue();
        assertThat(Thread.interrupted()).isTrue();
        log.shutdown();
        assertThat(contents(open())).isEqualTo(entries(10, 40, 1));
        assertThat(told).isEmpty();
    }

    @Test
    void readersSeeWhatWasWrittenOrNothingWhileTheLogIsCutAndInterruptedInTheMiddle() throws Exception {
        var log = openWithSmallSegments();
        var stop = new AtomicBoolean();
        var read = new LongAdder();
        var wrong = new ConcurrentLinkedQueue<String>();
        var readers = new ArrayList<Thread>();
        for (var i = 0; i < 3; i++) {
            var random = new Random(i);
            readers.add(Thread.ofPlatform().start(() -> {
                while (!stop.get()) {
                    var first = log.getFirstLogIndex();
                    var index = first + random.nextInt(300);
                    var entry = log.getEntry(index);
                    if (entry != null) {
                        read.increment();
                        // The same index is written again with another term after a cut: either is right.
                        if (!entry.equals(data(index, entry.getId().getTerm(), "entry " + index))) {
                            wrong.add(index + ": " + entry);
                        }
                    }
                }
            }));
        }
        var random = new Random(9);
        var writer = Thread.currentThread();
        var until = System.nanoTime() + 1_500_000_000L;
        for (var term = 1; System.nanoTime() < until; term++) {
            var next = Math.max(log.getLastLogIndex() + 1, log.getFirstLogIndex());
            assertThat(log.appendEntries(entries(next, next + 20, term))).isEqualTo(21);
            assertThat(log.truncateSuffix(next + 20 - random.nextInt(15))).isTrue();
            if (log.getLastLogIndex() - log.getFirstLogIndex() > 250) {
                assertThat(log.truncatePrefix(log.getFirstLogIndex() + 100)).isTrue();
            }
            if (random.nextInt(20) == 0) {
                assertThat(log.reset(log.getLastLogIndex() + random.nextInt(50)))
                        .isTrue();
            }
            readers.get(random.nextInt(3)).interrupt();
            if (random.nextInt(3) == 0) {
                writer.interrupt();
            }
        }
        stop.set(true);
        Thread.interrupted();
        for (var reader : readers) {
            reader.join();
        }
        assertThat(wrong).isEmpty();
        assertThat(told).isEmpty();
        assertThat(read.sum()).isGreaterThan(100);
        var before = contents(log);
        log.shutdown();
        assertThat(contents(openWithSmallSegments())).isEqualTo(before);
    }
}
