package engine.segments;

import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.sofa.jraft.conf.ConfigurationManager;
import com.alipay.sofa.jraft.entity.EnumOutter.EntryType;
import com.alipay.sofa.jraft.entity.LogEntry;
import engine.durable.MemoryDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The log against a list in memory, on a disk that fails at any moment, over many restarts. */
class SegmentLogPropertiesTest {

    /** What a log has: the first index, and the entries from it on. */
    private record Model(long first, List<LogEntry> entries) {
        static final Model EMPTY = new Model(1, List.of());

        long next() {
            return first + entries.size();
        }

        Model with(List<LogEntry> more) {
            var all = new ArrayList<>(entries);
            all.addAll(more);
            return new Model(first, all);
        }

        Model cutTail(long last) {
            return last >= next() ? this : new Model(first, entries.subList(0, (int) (last + 1 - first)));
        }

        Model cutHead(long kept) {
            if (kept <= first) {
                return this;
            }
            return kept >= next()
                    ? new Model(kept, List.of())
                    : new Model(kept, entries.subList((int) (kept - first), entries.size()));
        }

        static Model of(SegmentLog log) {
            return new Model(log.getFirstLogIndex(), Logs.contents(log));
        }
    }

    @Property(tries = 500)
    void whateverFailsWhatWasAcknowledgedIsKeptAndNothingElseButWhatWasAskedFor(@ForAll Random random) {
        var run = new Run(random);
        for (var restart = 0; restart < 8; restart++) {
            run.start();
            run.work();
            run.crash();
        }
        run.start();
    }

    @Property(tries = 100)
    void withoutFailuresTheLogIsTheListAlsoAfterRestarts(@ForAll Random random) {
        var run = new Run(random);
        run.sound = true;
        for (var restart = 0; restart < 4; restart++) {
            run.start();
            run.work();
            run.log.shutdown();
        }
        run.start();
    }

    private static final class Run {
        private final Random random;
        private final MemoryDisk disk;
        private final Logs logs;
        private boolean sound;
        private SegmentLog log;
        private List<Model> possible = List.of(Model.EMPTY);
        private long term = 1;

        Run(Random random) {
            this.random = random;
            this.disk = new MemoryDisk(random);
            this.disk.failedForcesForget(random.nextBoolean());
            this.logs = new Logs(disk, 150 + random.nextInt(600), random);
            this.log = logs.log();
        }

        /** Opens the log, perhaps failing at it, and finds one of the possible states. */
        void start() {
            while (!sound && random.nextInt(3) == 0) {
                disk.failAfter(random.nextInt(15));
                logs.told.clear();
                if (Logs.open(log, new ConfigurationManager())) {
                    crash();
                    continue;
                }
                assertThat(logs.told)
                        .as("why it does not start")
                        .singleElement()
                        .asString()
                        .contains("Input/output error");
                crash();
            }
            logs.told.clear();
            var configurations = new ConfigurationManager();
            assertThat(Logs.open(log, configurations)).as("%s", logs.told).isTrue();
            var found = Model.of(log);
            assertThat(possible).contains(found);
            assertThat(log.getLastLogIndex()).isEqualTo(found.entries().isEmpty() ? 0 : found.next() - 1);
            for (var entry : found.entries()) {
                var known = configurations.get(entry.getId().getIndex());
                assertThat(known.getId().equals(entry.getId()))
                        .isEqualTo(entry.getType() == EntryType.ENTRY_TYPE_CONFIGURATION);
            }
            possible = List.of(found);
            disk.failAfter(sound ? Long.MAX_VALUE : random.nextInt(60));
        }

        void crash() {
            log.shutdown();
            if (random.nextBoolean()) {
                disk.losePower();
            } else {
                disk.loseProcess();
            }
        }

        /** Changes the log until the disk fails. */
        void work() {
            for (var step = 0; step < 60 && logs.told.isEmpty(); step++) {
                var now = possible.getFirst();
                switch (random.nextInt(12)) {
                    case 0, 1 -> {
                        var last = now.next() - 1 - random.nextInt(now.entries().size() + 1);
                        changed(log.truncateSuffix(last), now.cutTail(last));
                    }
                    case 2 -> {
                        var kept = now.first() + random.nextInt(now.entries().size() + 2);
                        changed(log.truncatePrefix(kept), now.cutHead(kept));
                    }
                    case 3 -> {
                        if (random.nextInt(4) == 0) {
                            var next = Math.max(1, now.next() - 5 + random.nextInt(10));
                            changed(log.reset(next), new Model(next, List.of()));
                        }
                    }
                    default -> append(now);
                }
                if (logs.told.isEmpty()) {
                    looksLike(possible.getFirst());
                }
            }
        }

        private void changed(boolean done, Model after) {
            possible = done ? List.of(after) : List.of(possible.getFirst(), after);
            assertThat(done).isEqualTo(logs.told.isEmpty());
        }

        private void append(Model now) {
            var entries = new ArrayList<LogEntry>();
            for (var count = 1 + random.nextInt(5); count > 0; count--) {
                entries.add(entry(now.next() + entries.size()));
            }
            var done = log.appendEntries(List.copyOf(entries)) == entries.size();
            if (done) {
                changed(true, now.with(entries));
                return;
            }
            assertThat(logs.told).isNotEmpty();
            // Any part from the beginning on may be on disk.
            possible = new ArrayList<>();
            for (var count = 0; count <= entries.size(); count++) {
                possible.add(now.with(entries.subList(0, count)));
            }
        }

        private LogEntry entry(long index) {
            if (random.nextInt(6) == 0) {
                term++;
            }
            return switch (random.nextInt(6)) {
                case 0 -> Logs.noOp(index, term);
                case 1 -> Logs.configuration(index, term, "a" + random.nextInt(3), "b");
                default -> {
                    var value = new byte[random.nextInt(random.nextInt(10) == 0 ? 900 : 60)];
                    random.nextBytes(value);
                    yield Logs.data(index, term, value);
                }
            };
        }

        @SuppressWarnings("deprecation")
        private void looksLike(Model model) {
            assertThat(log.getFirstLogIndex()).isEqualTo(model.first());
            assertThat(log.getLastLogIndex()).isEqualTo(model.entries().isEmpty() ? 0 : model.next() - 1);
            var index = model.first() - 1 + random.nextInt(model.entries().size() + 2);
            var there = index >= model.first() && index < model.next();
            var entry = there ? model.entries().get((int) (index - model.first())) : null;
            assertThat(log.getTerm(index))
                    .isEqualTo(entry == null ? 0 : entry.getId().getTerm());
        }
    }
}
