package engine.segments;

import com.alipay.sofa.jraft.entity.LogEntry;
import engine.durable.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log in files that are only ever appended to: entries, and records that say which of those before them do not count any more. One
 * write and one force make a change durable, whatever it is, and a crash leaves all of it or nothing. One thread at a time
 * changes it; many may read meanwhile, and do not wait for the disk of others. After an exception of a change it must not be
 * changed again.
 */
final class SegmentFiles {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentFiles.class);
    /** What goes beyond it is another batch. */
    private static final int MAX_BATCH = 32 << 20;

    private final Disk disk;
    private final Damage damage;
    private final long limit;
    private final RandomGenerator random;
    private final LogIndex index;
    private final List<Long> configurations;
    private final Batch batch = new Batch();

    private SegmentFiles(Disk disk, Damage damage, long limit, RandomGenerator random, Replay replay) {
        this.disk = disk;
        this.damage = damage;
        this.limit = limit;
        this.random = random;
        this.index = replay.index();
        this.configurations = List.copyOf(replay.configurations());
    }

    /**
     * Reads what a directory has and makes it ready to go on.
     *
     * @param limit bytes beyond which a segment is followed by another
     * @throws engine.durable.DurabilityException with a sentence when something that was acknowledged cannot be read
     */
    static SegmentFiles open(Disk disk, Damage damage, long limit, RandomGenerator random) throws IOException {
        var replay = Replay.of(disk, damage);
        var files = new SegmentFiles(disk, damage, limit, random, replay);
        // What was just read, names too, must be on disk before anything is deleted because of it.
        disk.sync();
        if (!files.index.segments().isEmpty()) {
            files.goOn(replay);
        }
        for (var name : replay.obsolete()) {
            disk.delete(name);
        }
        if (!replay.obsolete().isEmpty()) {
            disk.sync();
        }
        if (files.index.segments().isEmpty()) {
            files.roll(1, 1, false);
        }
        return files;
    }

    /**
     * After the end of a process its last batch is readable, but perhaps not on disk; if its force failed, the system may even take
     * it for written. Written again, the same bytes in the same place, it counts from now on.
     */
    private void goOn(Replay replay) throws IOException {
        var newest = index.newest();
        if (replay.cut() > 0) {
            LOG.info(
                    "{}/{}: {} bytes that were being written when the agent ended are cut off",
                    disk.place(),
                    newest.name(),
                    replay.cut());
            newest.file.cut(newest.size());
        }
        var last = ByteBuffer.allocate(Math.toIntExact(newest.size() - replay.lastBatch()));
        newest.file.read(last, replay.lastBatch());
        newest.file.write(last.flip(), replay.lastBatch());
    }

    /** Indexes of the configurations that were found at the start; some may not count any more. */
    List<Long> configurations() {
        return configurations;
    }

    long first() {
        synchronized (index) {
            return index.first();
        }
    }

    /** 0 when there is none. */
    long last() {
        synchronized (index) {
            return index.isEmpty() ? 0 : index.next() - 1;
        }
    }

    /** 0 when there is no such entry. */
    long term(long of) {
        synchronized (index) {
            return index.term(of);
        }
    }

    /**
     * Appends entries from the first one on, in one write with one force; returns how many: all, if they are not exceedingly
     * large.
     *
     * @throws IllegalArgumentException when they do not follow the last one; nothing is changed then
     */
    int append(List<LogEntry> entries) throws IOException {
        var newest = writable();
        batch.begin(newest);
        var next = index.next();
        for (var entry : entries) {
            var id = entry.getId();
            if (id.getIndex() != next) {
                throw new IllegalArgumentException(
                        "entry " + id.getIndex() + " cannot be appended: " + next + " is next");
            }
            batch.add(Entries.kind(entry), next, id.getTerm(), Entries.body(entry));
            next++;
            if (batch.size() >= MAX_BATCH) {
                break;
            }
        }
        write(newest);
        var places = batch.places();
        synchronized (index) {
            for (var i = 0; i < places.size(); i++) {
                index.append(entries.get(i).getId().getTerm(), places.get(i));
            }
        }
        return places.size();
    }

    /** Entries behind {@code last} do not count any more. */
    void cutTail(long last) throws IOException {
        if (last >= index.next() - 1) {
            return;
        }
        if (last < index.first() - 1) {
            throw new IllegalArgumentException(
                    "the log cannot end with entry " + last + ": it begins with " + index.first());
        }
        cut(Kind.CUT_TAIL, last);
        synchronized (index) {
            index.cutTail(last);
        }
    }

    /** Entries before {@code first} do not count any more; the next one is it if it is beyond the last. */
    void cutHead(long first) throws IOException {
        if (first <= index.first()) {
            return;
        }
        if (first > index.next()) {
            reset(first);
            return;
        }
        cut(Kind.CUT_HEAD, first);
        List<Segment> obsolete;
        synchronized (index) {
            index.cutHead(first);
            obsolete = index.takeObsolete();
        }
        delete(obsolete);
    }

    /** No entry counts any more; {@code next} is the index of the one to be appended next. */
    void reset(long next) throws IOException {
        if (next < 1) {
            throw new IllegalArgumentException("the first entry is 1, not " + next);
        }
        roll(next, next, true);
        List<Segment> obsolete;
        synchronized (index) {
            obsolete = index.takeObsolete();
        }
        delete(obsolete);
    }

    private void cut(Kind kind, long at) throws IOException {
        var newest = writable();
        batch.begin(newest);
        batch.add(kind, at, 0, ByteBuffer.allocate(0));
        write(newest);
    }

    private void write(Segment newest) throws IOException {
        newest.file.write(batch.bytes(), newest.size());
        newest.grow(newest.size() + batch.size());
    }

    private Segment writable() throws IOException {
        if (index.newest().size() >= limit) {
            roll(index.next(), index.first(), false);
        }
        return index.newest();
    }

    /** A new segment, on disk with its name before it is used. */
    private void roll(long next, long first, boolean reset) throws IOException {
        var segments = index.segments();
        var number = segments.isEmpty() ? 1 : segments.getLast().header.number() + 1;
        var header = new SegmentHeader(number, next, first, reset, random.nextInt());
        var name = Segment.name(number);
        var file = disk.open(name);
        file.write(header.bytes(), 0);
        disk.sync();
        synchronized (index) {
            index.add(new Segment(header, file, SegmentHeader.SIZE));
        }
    }

    /** A crash may bring them back: then they are found to be obsolete once more. */
    private void delete(List<Segment> obsolete) throws IOException {
        for (var segment : obsolete) {
            segment.file.close();
            disk.delete(segment.name());
        }
    }

    /**
     * An entry; null when there is none.
     *
     * @throws engine.durable.DurabilityException with a sentence when it is not as it was written
     */
    @Nullable
    LogEntry read(long of) throws IOException {
        var found = find(of);
        while (found != null) {
            try {
                return read(of, found);
            } catch (IOException | RuntimeException e) {
                var now = find(of);
                if (found.equals(now)) {
                    throw e;
                }
                // It was cut off, and its file deleted, while it was being read.
                found = now;
            }
        }
        return null;
    }

    private LogIndex.@Nullable Found find(long of) {
        synchronized (index) {
            return index.find(of);
        }
    }

    private LogEntry read(long of, LogIndex.Found found) throws IOException {
        var segment = found.segment();
        var place = found.place();
        var bytes = ByteBuffer.allocate(place.length());
        segment.file.read(bytes, place.offset());
        bytes.flip();
        try {
            var whole = bytes.remaining() == place.length();
            var header = whole ? RecordHeader.read(bytes, segment.header.salt(), place.offset()) : null;
            if (header != null && header.index() == of) {
                var body = Arrays.copyOfRange(bytes.array(), RecordHeader.SIZE, place.length());
                if (header.bodyCrc() == RecordHeader.crc(ByteBuffer.wrap(body))) {
                    return Entries.entry(header, body);
                }
            }
        } catch (RecordHeader.UnknownForm _) {
            // It was another record when the log was opened.
        }
        throw damage.at(segment.name(), place.offset(), "entry " + of + " is not any more what was written");
    }

    void close() throws IOException {
        for (var segment : index.segments()) {
            segment.file.close();
        }
    }
}
