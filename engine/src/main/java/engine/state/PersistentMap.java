package engine.state;

import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.HashMap;
import scala.collection.immutable.HashMap$;

/**
 * An immutable hash map: a change gives a new map that shares nearly all of the old one. Iteration order depends on the
 * contents alone (but for keys of equal hash), not on how they came in.
 */
final class PersistentMap<V> implements Iterable<Map.Entry<String, V>> {
    private static final PersistentMap<?> EMPTY = new PersistentMap<>(HashMap$.MODULE$.empty());

    private final HashMap<String, V> map;

    private PersistentMap(HashMap<String, V> map) {
        this.map = map;
    }

    @SuppressWarnings("unchecked") // the empty map holds no value of any type
    static <V> PersistentMap<V> empty() {
        return (PersistentMap<V>) EMPTY;
    }

    @Nullable
    V get(String key) {
        var found = map.get(key);
        return found.isEmpty() ? null : found.get();
    }

    PersistentMap<V> put(String key, V value) {
        return new PersistentMap<>(map.updated(key, value));
    }

    PersistentMap<V> remove(String key) {
        return map.contains(key) ? new PersistentMap<>(map.removed(key)) : this;
    }

    /** Whether this is the very same object, which a change that changes nothing gives back. */
    @SuppressWarnings("ReferenceEquality") // identity is what is asked
    boolean same(PersistentMap<V> other) {
        return this == other;
    }

    int size() {
        return map.size();
    }

    boolean isEmpty() {
        return map.isEmpty();
    }

    @Override
    public Iterator<Map.Entry<String, V>> iterator() {
        var pairs = map.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return pairs.hasNext();
            }

            @Override
            public Map.Entry<String, V> next() {
                var pair = pairs.next();
                return Map.entry(pair._1(), pair._2());
            }
        };
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PersistentMap<?> that && map.equals(that.map);
    }

    @Override
    public int hashCode() {
        return map.hashCode();
    }

    @Override
    public String toString() {
        return map.toString();
    }
}
