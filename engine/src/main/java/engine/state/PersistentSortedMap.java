package engine.state;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.TreeMap;
import scala.math.Ordering;

/** An immutable map in order of its keys: a change gives a new map that shares nearly all of the old one. */
public final class PersistentSortedMap<V> {
    private static final Ordering<String> ORDER =
            Ordering.comparatorToOrdering(java.util.Comparator.<String>naturalOrder());
    private static final PersistentSortedMap<?> EMPTY = new PersistentSortedMap<>(new TreeMap<>(ORDER));

    private final TreeMap<String, V> map;

    private PersistentSortedMap(TreeMap<String, V> map) {
        this.map = map;
    }

    /** The map of nothing. */
    @SuppressWarnings("unchecked") // the empty map holds no value of any type
    public static <V> PersistentSortedMap<V> empty() {
        return (PersistentSortedMap<V>) EMPTY;
    }

    /** The value of a key; null when there is none. */
    public @Nullable V get(String key) {
        var found = map.get(key);
        return found.isEmpty() ? null : found.get();
    }

    /** This map with a key set. */
    public PersistentSortedMap<V> put(String key, V value) {
        return new PersistentSortedMap<>(map.updated(key, value));
    }

    /** This map without a key; itself when there is none such. */
    public PersistentSortedMap<V> remove(String key) {
        return map.contains(key) ? new PersistentSortedMap<>(map.removed(key)) : this;
    }

    /** How many keys there are. */
    public int size() {
        return map.size();
    }

    /** Whether it has no key. */
    public boolean isEmpty() {
        return map.isEmpty();
    }

    /** All values in order of their keys. */
    public List<V> values() {
        var values = new ArrayList<V>(map.size());
        for (var i = map.valuesIterator(); i.hasNext(); ) {
            values.add(i.next());
        }
        return values;
    }

    /** All keys with their values in order, made as they are asked for. */
    public Stream<Map.Entry<String, V>> stream() {
        var pairs = map.iterator();
        Iterator<Map.Entry<String, V>> entries = new Iterator<>() {
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
        return StreamSupport.stream(Spliterators.spliterator(entries, size(), Spliterator.ORDERED), false);
    }

    /** Visits the keys that start with {@code prefix}, in order. */
    public void forPrefix(String prefix, BiConsumer<String, V> action) {
        for (var i = map.iteratorFrom(prefix); i.hasNext(); ) {
            var pair = i.next();
            if (!pair._1().startsWith(prefix)) {
                return;
            }
            action.accept(pair._1(), pair._2());
        }
    }

    /** Visits the values from that of the last key on, as long as {@code visit} says to go on. */
    public void fromLast(Predicate<V> visit) {
        var next = map.lastOption();
        while (next.isDefined() && visit.test(next.get()._2())) {
            next = map.maxBefore(next.get()._1());
        }
    }

    /** The first keys in order, at most {@code count}. */
    public List<String> firstKeys(int count) {
        var keys = new ArrayList<String>(count);
        for (var i = map.keysIterator(); i.hasNext() && keys.size() < count; ) {
            keys.add(i.next());
        }
        return keys;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PersistentSortedMap<?> that && map.equals(that.map);
    }

    @Override
    public int hashCode() {
        return map.hashCode();
    }

    @Override
    public String toString() {
        return "PersistentSortedMap(" + size() + ")";
    }
}
