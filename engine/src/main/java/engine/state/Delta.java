package engine.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.util.ByteString;

/**
 * Entries on their way to another server, of any buckets. Each entry stands for itself: they may be split, repeated and come
 * in any order.
 */
public final class Delta {
    private static final int VERSION = 1;

    private final List<Change> entries;

    private Delta(List<Change> entries) {
        this.entries = entries;
    }

    /** The entries of some pieces that {@link #frames} wrote. */
    public static Delta of(List<ByteString> pieces) {
        return new Delta(pieces.stream()
                .flatMap(piece -> fromBytes(piece).entries.stream())
                .toList());
    }

    /** Without the entries stamped before {@code oldest}. */
    public Delta since(Instant oldest) {
        return new Delta(entries.stream()
                .filter(change -> !HybridClock.instant(change.entry().stamp()).isBefore(oldest))
                .toList());
    }

    List<Change> entries() {
        return entries;
    }

    /** How many entries it has. */
    public int size() {
        return entries.size();
    }

    Map<BucketId, PersistentMap<Entry>> byBucket() {
        var buckets = new HashMap<BucketId, PersistentMap<Entry>>();
        for (var change : entries) {
            var known = buckets.getOrDefault(change.key().bucket(), PersistentMap.empty());
            var text = change.key().text();
            var there = known.get(text);
            if (there == null || change.entry().supersedes(there)) {
                buckets.put(change.key().bucket(), known.put(text, change.entry()));
            }
        }
        return buckets;
    }

    /**
     * The binary form of some entries, in pieces of about {@code most} bytes; one entry is never split, so that a piece may be
     * larger by one value.
     */
    public static List<ByteString> frames(Iterable<Change> entries, int most) {
        var frames = new Frames(most);
        entries.forEach(change -> frames.add(change.key().text(), change.entry()));
        return frames.end();
    }

    /** All that a bucket holds, likewise. */
    public static List<ByteString> frames(Bucket bucket, int most) {
        var frames = new Frames(most);
        bucket.entries().forEach(pair -> frames.add(pair.getKey(), pair.getValue()));
        return frames.end();
    }

    /**
     * What {@link #frames} wrote.
     *
     * @throws IllegalArgumentException with the offset for anything else
     */
    public static Delta fromBytes(ByteString bytes) {
        var in = new WireReader(bytes.toArrayUnsafe());
        if (in.u8() != VERSION) {
            throw in.corrupt("a format that this version does not know");
        }
        var entries = new ArrayList<Change>();
        for (var count = in.fixed64(); count > 0; count--) {
            entries.add(EntryCodec.readOne(in));
        }
        in.end();
        return new Delta(entries);
    }

    /** Without contents: values are secrets. */
    @Override
    public String toString() {
        return "Delta(" + entries.size() + " entries)";
    }

    /** Gathers entries into pieces. */
    private static final class Frames {
        private final int most;
        private final List<ByteString> done = new ArrayList<>();
        private WireWriter body = new WireWriter();
        private long count;

        Frames(int most) {
            this.most = most;
        }

        void add(String key, Entry entry) {
            EntryCodec.write(body, key, entry);
            count++;
            if (body.size() >= most) {
                cut();
            }
        }

        private void cut() {
            var head = new WireWriter();
            head.u8(VERSION);
            head.fixed64(count);
            done.add(ByteString.fromArrayUnsafe(head.toBytes()).concat(ByteString.fromArrayUnsafe(body.toBytes())));
            body = new WireWriter();
            count = 0;
        }

        List<ByteString> end() {
            if (count > 0) {
                cut();
            }
            return done;
        }
    }
}
