package engine.state;

import java.io.NotSerializableException;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * The form in which whole buckets travel between servers: version byte, number of entries, then each entry in
 * order of its key, so that equal states have equal bytes and equal digests. Pekko makes it by reflection.
 */
final class BucketSerializer extends SerializerWithStringManifest {
    private static final int VERSION = 1;
    private static final String BUCKET = "B";

    @Override
    public int identifier() {
        return 720_001;
    }

    @Override
    public String manifest(Object value) {
        bucket(value);
        return BUCKET;
    }

    @Override
    public byte[] toBinary(Object value) {
        var out = new WireWriter();
        out.u8(VERSION);
        EntryCodec.write(out, bucket(value).entries());
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
            if (!manifest.equals(BUCKET)) {
                throw new NotSerializableException("no bucket has the manifest " + manifest);
            }
            return Bucket.of(entries);
        } catch (IllegalArgumentException e) {
            throw new NotSerializableException(e.getMessage());
        }
    }

    private static Bucket bucket(Object value) {
        if (value instanceof Bucket bucket) {
            return bucket;
        }
        throw new IllegalArgumentException("not a bucket: " + value.getClass());
    }
}
