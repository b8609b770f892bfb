package engine.state;

import java.io.NotSerializableException;
import org.apache.pekko.serialization.SerializerWithStringManifest;

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
            case Bucket bucket -> EntryCodec.write(out, bucket.entries());
            case BucketDelta delta -> EntryCodec.write(out, delta.entries());
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
            var entries = EntryCodec.read(in);
            in.end();
            return switch (manifest) {
                case BUCKET -> Bucket.of(entries);
                case DELTA -> new BucketDelta(entries);
                default -> throw new NotSerializableException("no bucket has the manifest " + manifest);
            };
        } catch (IllegalArgumentException e) {
            throw new NotSerializableException(e.getMessage());
        }
    }
}
