package engine.durable;

import static org.assertj.core.api.Assertions.assertThat;

import engine.state.Bucket;
import engine.state.Buckets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** A log on a disk that fails at any moment, over many restarts. */
class StateLogPropertiesTest {
    private static final StateLog.Limits SMALL = new StateLog.Limits(600, 1_500);

    @Property(tries = 2000)
    void whateverFailsWhatWasFlushedIsKeptAndNothingElseButWhatCameAfterIt(@ForAll Random random) throws IOException {
        var disk = new MemoryDisk(random);
        var run = new Run(disk, random);
        for (var restart = 0; restart < 6; restart++) {
            run.start();
            disk.failAfter(random.nextInt(80));
            run.work();
            if (random.nextBoolean()) {
                disk.losePower();
            } else {
                disk.loseProcess();
            }
        }
        run.start();
    }

    @Property(tries = 50)
    void theDiskIsBoundedByTheLiveDataAndNotByTheNumberOfWrites(@ForAll Random random) throws IOException {
        var disk = new MemoryDisk(random);
        var log = StateLog.open(disk, () -> {}, SMALL, random);
        var bucket = Bucket.EMPTY;
        var largest = 0L;
        for (var i = 1; i < 1_000; i++) {
            bucket = Buckets.put(bucket, "k" + i % 5, "value " + i, i);
            log.append("kv-1", bucket);
            log.flush();
            var due = log.snapshotDue();
            if (due.isPresent()) {
                log.snapshotWritten(due.get().write());
            }
            largest = Math.max(largest, disk.size());
        }
        // Live data has some 250 bytes: the log up to its limit, and a snapshot before and a new one beside it.
        assertThat(largest).isLessThan(1_500 + 4 * 400);
        assertThat(disk.sizes().keySet()).hasSizeLessThan(5);
    }

    /** The states through which the log went, and which of them it has promised. */
    private static final class Run {
        private final MemoryDisk disk;
        private final Random random;
        private List<Map<String, Bucket>> states = new ArrayList<>(List.of(Map.of()));
        private int promised;
        private long time = 1;

        Run(MemoryDisk disk, Random random) {
            this.disk = disk;
            this.random = random;
        }

        /** Reads the log, perhaps failing at it, and finds one of the states from the promised one on. */
        void start() throws IOException {
            if (random.nextInt(3) == 0) {
                disk.failAfter(random.nextInt(12));
                try {
                    check(StateLog.open(disk, () -> {}, SMALL, random).buckets());
                } catch (IOException _) {
                    // It starts again, after losing power once more.
                }
                disk.losePower();
            }
            check(StateLog.open(disk, () -> {}, SMALL, random).buckets());
        }

        private void check(Map<String, Bucket> read) {
            // A bucket of nothing and none are the same: a snapshot may have one where the log has not.
            var found = new HashMap<>(read);
            found.values().removeIf(bucket -> bucket.size() == 0);
            var possible = states.subList(promised, states.size());
            assertThat(possible).contains(found);
            states = new ArrayList<>(List.of(found));
            promised = 0;
        }

        /** Changes buckets until the disk fails. */
        void work() {
            try (var log = StateLog.open(disk, () -> {}, SMALL, random)) {
                var snapshot = Optional.<Snapshot>empty();
                for (var step = 0; step < 200; step++) {
                    switch (random.nextInt(8)) {
                        case 0, 1 -> {
                            log.flush();
                            promised = states.size() - 1;
                            snapshot = snapshot.isPresent() ? snapshot : log.snapshotDue();
                        }
                        case 2 -> {
                            if (snapshot.isPresent()) {
                                log.snapshotWritten(snapshot.get().write());
                                snapshot = Optional.empty();
                            }
                        }
                        default -> change(log);
                    }
                }
            } catch (IOException _) {
                // The process ends here, having promised nothing more.
            }
        }

        private void change(StateLog log) {
            var name = "kv-" + random.nextInt(3);
            var next = new HashMap<>(states.getLast());
            var bucket = next.getOrDefault(name, Bucket.EMPTY);
            var key = "k" + random.nextInt(6);
            var changed = switch (random.nextInt(5)) {
                case 0 -> Buckets.delete(bucket, key, time++);
                case 1 -> Buckets.forget(bucket, key, "k1");
                case 2 -> Buckets.foreign(Buckets.put(bucket, key, "theirs", time++));
                default -> Buckets.put(bucket, key, "x".repeat(random.nextInt(90)), time++);
            };
            if (!changed.equals(bucket)) {
                next.put(name, changed);
                next.values().removeIf(empty -> empty.size() == 0);
                states.add(next);
            }
            log.append(name, changed);
        }
    }
}
