package engine.durable;

import engine.durable.Frames.Header;
import engine.durable.Frames.Kind;
import engine.durable.Layout.NumberedFile;
import engine.state.Bucket;
import engine.state.Changes;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the state back: the latest snapshot, then the log behind it. Writes nothing. */
final class Recovery {
    /**
     * What was found.
     *
     * @param buckets by name
     * @param last number of the last record; 0 when there never was one
     * @param open the file in which the log goes on; null when it needs a new one
     * @param snapshotBytes size of the snapshot, 0 without one
     * @param logBytes size of the log behind it
     * @param cut bytes at its end that were being written when the process ended, and were never acknowledged
     */
    record Found(
            Map<String, Bucket> buckets,
            long last,
            @Nullable Open open,
            long snapshotBytes,
            long logBytes,
            long cut) {}

    /**
     * A file of the log that is not full.
     *
     * @param size what counts of it
     */
    record Open(String name, long size, int salt) {}

    private final Disk disk;
    private final Map<String, Bucket> buckets = new HashMap<>();
    private long last;
    private long snapshotBytes;
    private long logBytes;
    private long cut;
    private @Nullable Open open;

    private Recovery(Disk disk) {
        this.disk = disk;
    }

    /** @throws DurabilityException with a sentence when something that was acknowledged cannot be read */
    static Found read(Disk disk, Layout layout) throws IOException {
        var recovery = new Recovery(disk);
        if (layout.snapshot().isPresent()) {
            recovery.snapshot(layout.snapshot().get());
        }
        for (var segment : layout.segments()) {
            recovery.segment(segment, segment.equals(layout.segments().getLast()));
        }
        return new Found(
                recovery.buckets,
                recovery.last,
                recovery.open,
                recovery.snapshotBytes,
                recovery.logBytes,
                recovery.cut);
    }

    private void snapshot(NumberedFile file) throws IOException {
        try (var in = disk.read(file.name())) {
            var header = Frames.header(Kind.SNAPSHOT, in.readNBytes(Frames.HEADER));
            if (header == null || header.first() != file.number()) {
                throw damaged(file.name(), 0, "this is not the beginning of a snapshot");
            }
            var frames = new FrameReader(in, header.salt());
            var complete = false;
            while (!complete) {
                var at = frames.offset();
                switch (frames.next()) {
                    case FrameReader.Found(var record) -> {
                        complete = record.bucket().isEmpty();
                        if (!complete) {
                            apply(record, file.name(), at);
                        }
                    }
                    case FrameReader.End _ -> throw damaged(file.name(), at, "the file ends too early");
                    case FrameReader.Bad(var why, var _) -> throw damaged(file.name(), at, why);
                }
            }
            snapshotBytes = frames.offset();
        }
        last = file.number();
    }

    private void segment(NumberedFile file, boolean newest) throws IOException {
        if (file.number() > last + 1) {
            throw missing(file.name(), last + 1, file.number() - 1);
        }
        try (var in = disk.read(file.name())) {
            var bytes = in.readNBytes(Frames.HEADER);
            var header = Frames.header(Kind.LOG, bytes);
            if (header == null || header.first() != file.number()) {
                // The header is on disk before the first record is written: a file with nothing behind it was never
                // used.
                if (newest && in.read() < 0) {
                    return;
                }
                throw damaged(file.name(), 0, "this is not the beginning of a log");
            }
            var frames = new FrameReader(in, header.salt());
            var next = file.number();
            var at = frames.offset();
            var found = frames.next();
            while (found instanceof FrameReader.Found(var record)) {
                if (record.sequence() != next) {
                    throw damaged(file.name(), at, "record " + record.sequence() + " lies where " + next + " belongs");
                }
                if (next > last) {
                    apply(record, file.name(), at);
                    last = next;
                }
                next++;
                at = frames.offset();
                found = frames.next();
            }
            if (found instanceof FrameReader.Bad bad) {
                tail(file, header, at, next, newest && bad.incomplete(), bad.why());
            }
            logBytes += at;
            if (newest && next == last + 1) {
                open = new Open(file.name(), at, header.salt());
            }
        }
    }

    /** What lies behind the last good record was never acknowledged, or is damage. */
    private void tail(NumberedFile file, Header header, long at, long next, boolean tearable, String why)
            throws IOException {
        byte[] rest;
        try (var in = disk.read(file.name())) {
            in.skipNBytes(at);
            rest = in.readAllBytes();
        }
        if (!tearable || !Tail.torn(rest, header.salt(), next)) {
            throw damaged(file.name(), at, why);
        }
        cut = rest.length;
    }

    private void apply(LogRecord record, String file, long offset) {
        try {
            var known = buckets.getOrDefault(record.bucket(), Bucket.EMPTY);
            buckets.put(
                    record.bucket(),
                    known.with(Changes.fromBytes(record.changes().toArrayUnsafe())));
        } catch (IllegalArgumentException e) {
            throw damaged(file, offset, "a record of " + record.bucket() + " cannot be read: " + e.getMessage());
        }
    }

    private DurabilityException missing(String file, long from, long to) {
        return unreadable(file, "the records " + from + " to " + to + " before it are missing");
    }

    private DurabilityException damaged(String file, long offset, String why) {
        return unreadable(file, "damaged at byte " + offset + ": " + why);
    }

    private DurabilityException unreadable(String file, String what) {
        return new DurabilityException(
                disk.place() + "/" + file + ": " + what + ". Put back a copy of the whole directory " + disk.place()
                        + ", or remove it: the agent then starts without what was in it.");
    }
}
