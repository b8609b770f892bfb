package engine.state;

import java.util.Collection;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Entries that this agent keeps for itself: they lie in a bucket, so that they can lie in a log on disk like all others, but
 * no other node ever has them. Immutable.
 *
 * @param bucket what is kept
 */
public record LocalEntries(Bucket bucket) {
    /** No entries. */
    public static final LocalEntries NONE = new LocalEntries(Bucket.EMPTY);

    /** With an entry set; the very same entries when it is there already. */
    public LocalEntries with(Key key, Value value) {
        var name = key.text();
        var known = bucket.get(name);
        if (known != null && value.equals(known.value())) {
            return this;
        }
        var at = known == null ? 1 : known.stamp().time() + 1;
        return new LocalEntries(bucket.put(name, new Entry(new Stamp(at, ""), at, at, value)));
    }

    /** Without some entries; the very same entries when there are none of these. */
    public LocalEntries without(Collection<? extends Key> keys) {
        var less = bucket.forget(keys.stream().map(Key::text).toList());
        return less.entries().same(bucket.entries()) ? this : new LocalEntries(less);
    }

    /** The same entries to be kept as they are now: what changes after this is found without comparing all of them. */
    public LocalEntries settled() {
        return new LocalEntries(bucket.settled());
    }

    /** What lies under a key; null when there is nothing. */
    public @Nullable Value get(Key key) {
        var entry = bucket.get(key.text());
        return entry == null ? null : entry.value();
    }

    /** Visits all of them, in no order. */
    public void forEach(BiConsumer<Key, Value> action) {
        for (var pair : bucket.entries()) {
            var value = pair.getValue().value();
            if (value != null) {
                action.accept(Key.parse(pair.getKey()), value);
            }
        }
    }
}
