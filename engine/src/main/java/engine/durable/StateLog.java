package engine.durable;

import engine.durable.Frames.Header;
import engine.durable.Frames.Kind;
import engine.state.Bucket;
import engine.state.Changes;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state on disk: a log of the changes of all buckets, in segments, and the latest snapshot. Changes are gathered by
 * {@link #append} and reach the disk together with {@link #flush}. One thread at a time uses it.
 */
public final class StateLog implements Journal {

    /**
     * Bounds of the files.
     *
     * @param segment size beyond which a file of the log is followed by another
     * @param compaction the log behind a snapshot may grow to this, or to twice the snapshot if that is more
     */
    record Limits(long segment, long compaction) {
        static final Limits DEFAULT = new Limits(64L << 20, 64L << 20);
    }

    private static final Logger LOG = LoggerFactory.getLogger(StateLog.class);
    /** Kept for the next batch; a larger one is not, so that one large value does not hold memory forever. */
    private static final int KEPT_BUFFER = 1 << 20;

    private final Disk disk;
    private final Closeable held;
    private final Limits limits;
    private final RandomGenerator random;
    private final Map<String, Bucket> buckets;
    private ByteArrayOutputStream batch = new ByteArrayOutputStream();
    private long last;
    private long written;
    private Disk.@Nullable Appender segment;
    private long segmentSize;
    private int salt;
    private long logBytes;
    private long snapshotBytes;
    private long compactAt;
    private boolean compacting;
    private long compacted;

    private StateLog(Disk disk, Closeable held, Limits limits, RandomGenerator random, Recovery.Found found) {
        this.disk = disk;
        this.held = held;
        this.limits = limits;
        this.random = random;
        this.buckets = found.buckets();
        this.last = found.last();
        this.written = found.last();
        this.logBytes = found.logBytes();
        this.snapshotBytes = found.snapshotBytes();
        this.compactAt = Math.max(limits.compaction(), 2 * snapshotBytes);
    }

    /**
     * Reads the state of a directory, made if it is missing, and goes on with its log.
     *
     * @throws DurabilityException with a sentence when the directory cannot be used or what it holds is damaged
     */
    public static StateLog open(Path dir) {
        return open(dir, Limits.DEFAULT);
    }

    static StateLog open(Path dir, Limits limits) {
        FileDisk disk;
        try {
            disk = FileDisk.open(dir);
        } catch (IOException e) {
            throw unusable(dir.toString(), e);
        }
        try {
            return open(disk, disk, limits, RandomGenerator.getDefault());
        } catch (IOException e) {
            release(disk);
            throw unusable(dir.toString(), e);
        } catch (DurabilityException e) {
            release(disk);
            throw e;
        }
    }

    static StateLog open(Disk disk, Closeable held, Limits limits, RandomGenerator random) throws IOException {
        var layout = Layout.of(disk.files());
        var found = Recovery.read(disk, layout);
        // The names that were just read must outlive those that are deleted because of them.
        disk.sync();
        for (var name : layout.obsolete()) {
            disk.delete(name);
        }
        if (found.cut() > 0) {
            LOG.info(
                    "{}: {} bytes that were being written when the agent ended are cut off", disk.place(), found.cut());
        }
        var log = new StateLog(disk, held, limits, random, found);
        if (found.open() == null) {
            log.newSegment();
        } else {
            log.goOn(found.open());
        }
        return log;
    }

    private static DurabilityException unusable(String place, IOException e) {
        return new DurabilityException("%s: %s (%s). The data directory must be readable and writable."
                .formatted(place, e.getMessage(), e.getClass().getSimpleName()));
    }

    private static void release(FileDisk disk) {
        try {
            disk.close();
        } catch (IOException _) {
            // The process does not start, which releases it as well.
        }
    }

    @Override
    public Map<String, Bucket> buckets() {
        return Map.copyOf(buckets);
    }

    @Override
    public Changes append(String name, Bucket bucket) {
        var changes = bucket.changesSince(buckets.getOrDefault(name, Bucket.EMPTY));
        if (!changes.isEmpty()) {
            Frames.write(
                    batch,
                    new LogRecord(last + 1, written + 1, name, ByteString.fromArrayUnsafe(changes.toBytes())),
                    salt);
            last++;
        }
        buckets.put(name, bucket);
        return changes;
    }

    @Override
    public int waiting() {
        return batch.size();
    }

    @Override
    public void flush() throws IOException {
        if (batch.size() == 0) {
            return;
        }
        var file = file();
        file.write(ByteBuffer.wrap(batch.toByteArray()));
        file.force();
        segmentSize += batch.size();
        logBytes += batch.size();
        written = last;
        if (batch.size() > KEPT_BUFFER) {
            batch = new ByteArrayOutputStream();
        } else {
            batch.reset();
        }
        if (segmentSize >= limits.segment()) {
            newSegment();
        }
    }

    /** The log goes on while it is written. */
    @Override
    public Optional<Snapshot> snapshotDue() throws IOException {
        if (compacting || logBytes <= compactAt || batch.size() > 0) {
            return Optional.empty();
        }
        compacting = true;
        compacted = logBytes;
        newSegment();
        return Optional.of(new Snapshot(disk, buckets(), last, random.nextInt()));
    }

    @Override
    public void snapshotWritten(long size) {
        compacting = false;
        logBytes -= compacted;
        snapshotBytes = size;
        compactAt = Math.max(limits.compaction(), 2 * snapshotBytes);
    }

    /** It is tried again when the log has grown as much once more. */
    @Override
    public void snapshotFailed() {
        compacting = false;
        compactAt = logBytes + limits.compaction();
    }

    private void goOn(Recovery.Open open) throws IOException {
        var file = disk.append(open.name(), open.size());
        // After the end of a process alone its last writes are readable but perhaps not on disk: they count from now
        // on.
        file.force();
        segment = file;
        segmentSize = open.size();
        salt = open.salt();
    }

    private void newSegment() throws IOException {
        if (segment != null && segmentSize == Frames.HEADER) {
            return;
        }
        if (segment != null) {
            segment.close();
        }
        salt = random.nextInt();
        var file = disk.append(Layout.segment(last + 1), 0);
        file.write(Frames.header(Kind.LOG, new Header(last + 1, salt)));
        file.force();
        disk.sync();
        segment = file;
        segmentSize = Frames.HEADER;
        logBytes += Frames.HEADER;
    }

    private Disk.Appender file() throws IOException {
        if (segment == null) {
            throw new IOException("the log is closed");
        }
        return segment;
    }

    @Override
    public String place() {
        return disk.place();
    }

    /** Releases the directory; what was not flushed is lost. */
    @Override
    public void close() {
        try {
            if (segment != null) {
                segment.close();
                segment = null;
            }
            held.close();
        } catch (IOException e) {
            // What was acknowledged is on disk already.
            LOG.warn("{} was not closed: {}", place(), e.getMessage());
        }
    }
}
