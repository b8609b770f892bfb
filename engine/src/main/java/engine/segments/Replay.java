package engine.segments;

import engine.durable.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the segments of a directory and finds out which entries the log has. Writes nothing. */
final class Replay {
    private static final int WINDOW = 1 << 20;

    private final Disk disk;
    private final Damage damage;
    private final ByteBuffer window;
    private final LogIndex index = new LogIndex();
    private final List<Long> configurations = new ArrayList<>();
    private final List<String> obsolete = new ArrayList<>();
    private long lastBatch;
    private long cut;

    private Replay(Disk disk, Damage damage, int window) {
        this.disk = disk;
        this.damage = damage;
        this.window = ByteBuffer.allocateDirect(window);
    }

    /** @throws engine.durable.DurabilityException with a sentence when something that was acknowledged cannot be read */
    static Replay of(Disk disk, Damage damage) throws IOException {
        return of(disk, damage, WINDOW);
    }

    static Replay of(Disk disk, Damage damage, int window) throws IOException {
        var replay = new Replay(disk, damage, window);
        replay.read();
        return replay;
    }

    /** What the log has. */
    LogIndex index() {
        return index;
    }

    /** Indexes of the entries that are configurations, also of those at the beginning that do not count any more. */
    List<Long> configurations() {
        return configurations;
    }

    /** Files that hold nothing that counts. */
    List<String> obsolete() {
        return obsolete;
    }

    /** Where in the newest segment the last batch begins; it may be that nobody has forced it yet. */
    long lastBatch() {
        return lastBatch;
    }

    /** Bytes at the end of the newest segment that were being written when the process ended, and were never acknowledged. */
    long cut() {
        return cut;
    }

    private void read() throws IOException {
        var headers = headers();
        var newestMayBeTorn = obsolete.isEmpty();
        var from = 0;
        for (var i = 1; i < headers.size(); i++) {
            // Segments are deleted from the oldest on, but a crash can bring any of them back.
            if (headers.get(i).reset()
                    || headers.get(i).number() != headers.get(i - 1).number() + 1) {
                from = i;
            }
        }
        for (var i = from; i < headers.size(); i++) {
            segment(headers.get(i), newestMayBeTorn && i == headers.size() - 1);
        }
        if (index.known() > index.first()) {
            throw damage.of(
                    Segment.name(headers.get(from).number()),
                    "the entries " + index.first() + " to " + (index.known() - 1) + " before it are missing");
        }
        headers.subList(0, from).forEach(header -> obsolete.add(Segment.name(header.number())));
        index.takeObsolete().forEach(segment -> obsolete.add(segment.name()));
    }

    /** In the order of the segments; one that was made and never used is not among them. */
    private List<SegmentHeader> headers() throws IOException {
        var names = new TreeMap<Long, String>();
        for (var name : disk.files()) {
            Segment.number(name).ifPresent(number -> names.put(number, name));
        }
        var headers = new ArrayList<SegmentHeader>();
        for (var each : names.entrySet()) {
            var header = header(each.getValue());
            if (header != null && header.number() == each.getKey()) {
                headers.add(header);
            } else if (each.getKey().equals(names.lastKey()) && neverUsed(each.getValue(), each.getKey(), names)) {
                obsolete.add(each.getValue());
            } else {
                throw damage.at(each.getValue(), 0, "this is not the beginning of a segment");
            }
        }
        return headers;
    }

    private @Nullable SegmentHeader header(String name) throws IOException {
        try (var file = disk.open(name)) {
            var bytes = ByteBuffer.allocate(SegmentHeader.SIZE);
            file.read(bytes, 0);
            return SegmentHeader.of(bytes.flip());
        }
    }

    /** The header is on disk before the first record is written, and the one before stays until then. */
    private boolean neverUsed(String name, long number, Map<Long, String> names) throws IOException {
        try (var file = disk.open(name)) {
            return file.size() <= SegmentHeader.SIZE && (number == 1 || names.containsKey(number - 1));
        }
    }

    private void segment(SegmentHeader header, boolean tearable) throws IOException {
        var name = Segment.name(header.number());
        var file = disk.open(name);
        var size = file.size();
        var segment = new Segment(header, file, size);
        if (!header.reset() && !index.segments().isEmpty() && header.next() != index.next()) {
            throw damage.at(name, 0, "it goes on with entry " + header.next() + " where " + index.next() + " belongs");
        }
        index.add(segment);
        var reader = new SegmentReader(file, size, header.salt(), window);
        lastBatch = 0;
        var at = reader.offset();
        var found = reader.next();
        while (found instanceof SegmentReader.Found(var record)) {
            apply(record, name, at);
            lastBatch = at - record.back();
            at = reader.offset();
            found = reader.next();
        }
        if (found instanceof SegmentReader.Bad(var why, var incomplete)) {
            if (!tearable || !incomplete || !reader.torn()) {
                throw damage.at(name, at, why);
            }
            cut = size - at;
        }
        segment.grow(at);
    }

    private void apply(RecordHeader record, String name, long at) {
        var on = record.index();
        switch (record.kind()) {
            case NO_OP, DATA, CONFIGURATION -> {
                expect(on == index.next(), name, at, record);
                if (record.kind() == Kind.CONFIGURATION) {
                    configurations.add(on);
                }
                index.append(record.term(), new Segment.Place(at, RecordHeader.SIZE + record.length()));
            }
            case CUT_TAIL -> {
                expect(on < index.next() && on >= index.first() - 1, name, at, record);
                index.cutTail(on);
                configurations.removeIf(each -> each > on);
            }
            case CUT_HEAD -> {
                expect(on >= index.first() && on <= index.next(), name, at, record);
                index.cutHead(on);
            }
        }
    }

    private void expect(boolean holds, String name, long at, RecordHeader record) {
        if (!holds) {
            throw damage.at(
                    name,
                    at,
                    "%s of %d does not go with the entries %d to %d before it"
                            .formatted(record.kind(), record.index(), index.first(), index.next() - 1));
        }
    }
}
