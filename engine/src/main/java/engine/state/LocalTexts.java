package engine.state;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.pekko.util.ByteString;

/**
 * Texts by key that this agent keeps for itself: they lie in a bucket, so that they can lie in the log beside all others, but
 * no other node ever has them. Immutable.
 *
 * @param bucket what is kept
 */
public record LocalTexts(Bucket bucket) {
    /** No texts. */
    public static final LocalTexts NONE = new LocalTexts(Bucket.EMPTY);

    /** With a text set. */
    public LocalTexts with(String key, String text) {
        var name = new Key.Kv(key).text();
        var known = bucket.get(name);
        var at = known == null ? 1 : known.stamp().time() + 1;
        var entry = new Entry(new Stamp(at, ""), at, at, new Value.Kv(ByteString.fromString(text), 0));
        return new LocalTexts(bucket.put(name, entry).settled());
    }

    /** Without a text; the very same texts when there is none under this key. */
    public LocalTexts without(String key) {
        var less = bucket.forget(List.of(new Key.Kv(key).text())).settled();
        return less.entries().same(bucket.entries()) ? this : new LocalTexts(less);
    }

    /** All of them, in order of their keys. */
    public Map<String, String> texts() {
        var texts = new TreeMap<String, String>();
        for (var pair : bucket.entries()) {
            if (pair.getValue().value() instanceof Value.Kv value) {
                texts.put(pair.getKey().substring(1), value.bytes().utf8String());
            }
        }
        return texts;
    }
}
