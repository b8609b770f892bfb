package engine.state;

import java.io.NotSerializableException;
import java.util.TreeMap;
import org.apache.pekko.serialization.SerializerWithStringManifest;
import org.jspecify.annotations.Nullable;

/**
 * The form in which buckets and their deltas travel between servers: version byte, number of entries, then each entry in
 * order of its key, so that equal states have equal bytes and equal digests. Pekko makes it by reflection.
 */
final class BucketSerializer extends SerializerWithStringManifest {
    private static final int VERSION = 1;
    private static final String BUCKET = "B";
    private static final String DELTA = "D";

    @Override
    public int identifier() {
        return 720_001;
    }

    @Override
    public String manifest(Object value) {
        return switch (value) {
            case Bucket _ -> BUCKET;
            case BucketDelta _ -> DELTA;
            default -> throw new IllegalArgumentException("not a bucket: " + value.getClass());
        };
    }

    @Override
    public byte[] toBinary(Object value) {
        var out = new WireWriter();
        out.u8(VERSION);
        switch (value) {
            case Bucket bucket -> write(out, bucket.entries());
            case BucketDelta delta -> write(out, delta.entries());
            default -> throw new IllegalArgumentException("not a bucket: " + value.getClass());
        }
        return out.toBytes();
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        try {
            var in = new WireReader(bytes);
            if (in.u8() != VERSION) {
                throw in.corrupt("a format that this version does not know");
            }
            var entries = read(in);
            return switch (manifest) {
                case BUCKET -> Bucket.of(entries);
                case DELTA -> new BucketDelta(entries);
                default -> throw new NotSerializableException("no bucket has the manifest " + manifest);
            };
        } catch (IllegalArgumentException e) {
            throw new NotSerializableException(e.getMessage());
        }
    }

    private static void write(WireWriter out, PersistentMap<Entry> entries) {
        var sorted = new TreeMap<String, Entry>();
        entries.forEach(pair -> sorted.put(pair.getKey(), pair.getValue()));
        out.varint(sorted.size());
        sorted.forEach((key, entry) -> {
            out.text(key);
            out.fixed64(entry.stamp().time());
            out.text(entry.stamp().writer());
            out.varint(entry.createIndex());
            out.varint(entry.modifyIndex());
            ValueCodec.write(out, entry.value());
        });
    }

    private static PersistentMap<Entry> read(WireReader in) {
        var entries = PersistentMap.<Entry>empty();
        var count = in.count();
        @Nullable String last = null;
        for (var i = 0; i < count; i++) {
            var text = in.text();
            var key = Key.parse(text);
            if (!key.text().equals(text)) {
                throw in.corrupt("a key that is not in its one form");
            }
            if (last != null && last.compareTo(text) >= 0) {
                throw in.corrupt("a key out of order");
            }
            last = text;
            var stamp = new Stamp(in.fixed64(), in.text());
            var entry = new Entry(stamp, in.varint(), in.varint(), ValueCodec.read(in));
            if (entry.value() != null && !key.fits(entry.value())) {
                throw in.corrupt("a value that does not belong to its key");
            }
            entries = entries.put(text, entry);
        }
        in.end();
        return entries;
    }
}
