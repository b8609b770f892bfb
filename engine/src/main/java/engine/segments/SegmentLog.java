package engine.segments;

import com.alipay.sofa.jraft.conf.ConfigurationManager;
import com.alipay.sofa.jraft.entity.LogEntry;
import com.alipay.sofa.jraft.option.LogStorageOptions;
import com.alipay.sofa.jraft.storage.LogStorage;
import engine.durable.Disk;
import engine.durable.DurabilityException;
import engine.durable.FileDisk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The raft log in plain files of a directory: what JRaft appends is on disk when {@link #appendEntries} returns. When something
 * cannot be written nothing is acknowledged from then on, no file is touched any more, and the process is to end: nobody
 * knows what the disk holds then, and the kernel may report success next time. docs/log-format.md has the form of the files.
 */
public final class SegmentLog implements LogStorage {

    /** Makes the disk of a log ready. */
    @FunctionalInterface
    interface Opening {
        /** @throws DurabilityException when it cannot be used */
        Held open() throws IOException;
    }

    /** A disk and what is closed when it is not used any more. */
    record Held(Disk disk, Closeable release) {}

    private static final Logger LOG = LoggerFactory.getLogger(SegmentLog.class);
    private static final long SEGMENT = 16L << 20;

    private final Damage damage;
    private final String place;
    private final Opening opening;
    private final long limit;
    private final RandomGenerator random;
    private final Consumer<String> fatal;
    /** Held by the one that changes the log. */
    private final Object changing = new Object();

    private volatile @Nullable SegmentFiles files;
    private @Nullable Closeable release;
    private boolean failed;

    /**
     * @param dir made when it is missing
     * @param fatal ends the process: the sentence that it is told says why the log cannot be read, or no more be written
     */
    public SegmentLog(Path dir, Consumer<String> fatal) {
        this(dir, dir, fatal);
    }

    /** @param home directory of all that the voter keeps: to be removed as a whole when a part is lost */
    SegmentLog(Path dir, Path home, Consumer<String> fatal) {
        this(
                new Damage(dir.toString(), home.toString()),
                () -> held(dir),
                SEGMENT,
                RandomGenerator.getDefault(),
                fatal);
    }

    SegmentLog(Damage damage, Opening opening, long limit, RandomGenerator random, Consumer<String> fatal) {
        this.damage = damage;
        this.place = damage.place();
        this.opening = opening;
        this.limit = limit;
        this.random = random;
        this.fatal = fatal;
    }

    private static Held held(Path dir) throws IOException {
        var disk = FileDisk.open(dir);
        return new Held(disk, disk);
    }

    /** False when the log cannot be used; why has been told. */
    @Override
    public boolean init(LogStorageOptions options) {
        try {
            synchronized (changing) {
                if (files == null) {
                    open(options.getConfigurationManager());
                }
            }
            return true;
        } catch (DurabilityException e) {
            fatal.accept(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            fatal.accept("%s: %s (%s). The data directory must be readable and writable."
                    .formatted(place, e.getMessage(), e.getClass().getSimpleName()));
        }
        return false;
    }

    private void open(ConfigurationManager configurations) throws IOException {
        var held = opening.open();
        release = held.release();
        failed = false;
        try {
            var opened = SegmentFiles.open(held.disk(), damage, limit, random);
            configure(opened, configurations);
            files = opened;
        } finally {
            if (files == null) {
                release();
            }
        }
    }

    private static void configure(SegmentFiles opened, ConfigurationManager configurations) throws IOException {
        for (var index : opened.configurations()) {
            var entry = opened.read(index);
            if (entry != null) {
                configurations.add(Entries.configuration(entry));
            }
        }
    }

    private void release() {
        try {
            if (release != null) {
                release.close();
                release = null;
            }
        } catch (IOException e) {
            LOG.warn("{} was not released: {}", place, e.getMessage());
        }
    }

    @Override
    public long getFirstLogIndex() {
        return files().first();
    }

    /** 0 when the log is empty. */
    @Override
    public long getLastLogIndex() {
        return files().last();
    }

    /** Null when there is no such entry, or it cannot be read: that has been told then. */
    @Override
    public @Nullable LogEntry getEntry(long index) {
        var open = files();
        try {
            return open.read(index);
        } catch (DurabilityException e) {
            fatal.accept(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            // One that was closed meanwhile is no failure.
            if (files == open) {
                fatal.accept(
                        "%s: entry %d cannot be read: %s. The agent ends. Mend the disk, then start the agent again."
                                .formatted(place, index, e.getMessage()));
            }
        }
        return null;
    }

    /** 0 when there is no such entry. */
    @Deprecated
    @Override
    public long getTerm(long index) {
        return files().term(index);
    }

    @Override
    public boolean appendEntry(LogEntry entry) {
        return appendEntries(List.of(entry)) == 1;
    }

    @Override
    public int appendEntries(List<LogEntry> entries) {
        var appended = 0;
        while (entries != null && appended < entries.size()) {
            var rest = entries.subList(appended, entries.size());
            var count = new int[1];
            if (!changed(log -> count[0] = log.append(rest))) {
                break;
            }
            appended += count[0];
        }
        return appended;
    }

    @Override
    public boolean truncatePrefix(long firstIndexKept) {
        return changed(log -> log.cutHead(firstIndexKept));
    }

    @Override
    public boolean truncateSuffix(long lastIndexKept) {
        return changed(log -> log.cutTail(lastIndexKept));
    }

    @Override
    public boolean reset(long nextLogIndex) {
        return changed(log -> log.reset(nextLogIndex));
    }

    @FunctionalInterface
    private interface Change {
        void on(SegmentFiles files) throws IOException;
    }

    private boolean changed(Change change) {
        String why;
        synchronized (changing) {
            if (failed) {
                return false;
            }
            // Whatever ends the change before its end leaves it so.
            failed = true;
            try {
                change.on(files());
                failed = false;
                return true;
            } catch (IllegalArgumentException e) {
                // Found before anything was written.
                failed = false;
                LOG.error("{}: {}", place, e.getMessage());
                return false;
            } catch (IOException e) {
                why = String.valueOf(e.getMessage());
            }
        }
        fatal.accept(
                ("%s: the log cannot be written: %s. Nothing more is acknowledged and the agent ends. Free space on the"
                                + " disk or mend it, then start the agent again: all that was acknowledged is kept.")
                        .formatted(place, why));
        return false;
    }

    private SegmentFiles files() {
        var open = files;
        if (open == null) {
            throw new IllegalStateException("the log in " + place + " is not open");
        }
        return open;
    }

    /** Closes the files and lets another process have the directory. */
    @Override
    public void shutdown() {
        synchronized (changing) {
            var open = files;
            files = null;
            try {
                if (open != null) {
                    open.close();
                }
            } catch (IOException e) {
                // What was acknowledged is on disk already.
                LOG.warn("{} was not closed: {}", place, e.getMessage());
            }
            release();
        }
    }
}
