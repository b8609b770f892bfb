package engine.state;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.pekko.util.ByteString;

/** Buckets for the tests of other packages, changed as the replicator has them changed. */
public final class Buckets {

    private Buckets() {}

    /** With a key set, as it is after the replicator has taken the update. */
    public static Bucket put(Bucket bucket, String key, String value, long time) {
        return bucket.put(text(key), new Entry(new Stamp(time, "me"), time, time, kv(value)))
                .settled();
    }

    /** With any value under its key. */
    public static Bucket put(Bucket bucket, Key key, Value value) {
        return bucket.put(key.text(), new Entry(new Stamp(1, "me"), 1, 1, value))
                .settled();
    }

    /** With a tombstone. */
    public static Bucket delete(Bucket bucket, String key, long time) {
        return bucket.put(text(key), new Entry(new Stamp(time, "me"), 0, time, null))
                .settled();
    }

    public static Bucket forget(Bucket bucket, String... keys) {
        return bucket.forget(Arrays.stream(keys).map(Buckets::text).toList()).settled();
    }

    /** As another node had it: not known to be made from {@code bucket}. */
    public static Bucket foreign(Bucket bucket) {
        return Bucket.of(bucket.entries());
    }

    /** The live keys and their values. */
    public static Map<String, String> contents(Bucket bucket) {
        var contents = new TreeMap<String, String>();
        for (var pair : bucket.entries()) {
            if (pair.getValue().value() instanceof Value.Kv value) {
                contents.put(pair.getKey().substring(1), value.bytes().utf8String());
            }
        }
        return contents;
    }

    private static String text(String key) {
        return new Key.Kv(key).text();
    }

    private static Value kv(String value) {
        return new Value.Kv(ByteString.fromString(value), 0);
    }
}
