package engine.kv;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.Vector;
import scala.collection.immutable.Vector$;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The last changes, in order: what a key was before, and what a watcher missed. At most {@value #MOST} changes with {@value
 * #MOST_BYTES} bytes of old values; the oldest go first, some at a time.
 */
public final class History {
    /** Most changes that are kept. */
    public static final int MOST = 20_000;
    /** Most bytes of values that are kept here and nowhere else. */
    public static final long MOST_BYTES = 16L << 20;
    /** Most versions of a key that are told. */
    public static final int VERSIONS = 16;

    private final Vector<KvChange> changes;
    private final long bytes;
    private final long oldest;

    private History(Vector<KvChange> changes, long bytes, long oldest) {
        this.changes = changes;
        this.bytes = bytes;
        this.oldest = oldest;
    }

    /** Without changes; what was up to {@code oldest} is not known. */
    static History since(long oldest) {
        return new History(Vector$.MODULE$.empty(), 0, oldest);
    }

    /** Changes after this index are all here; of those up to it, some or all are forgotten. */
    public long oldestIndex() {
        return oldest;
    }

    /** How many changes are kept. */
    public int size() {
        return changes.length();
    }

    /** Bytes of the values before these changes. */
    public long bytes() {
        return bytes;
    }

    /** The last changes of a key, the newest first, at most {@link #VERSIONS}. */
    public List<KvChange> of(String key) {
        var found = new ArrayList<KvChange>();
        for (var i = changes.reverseIterator(); i.hasNext() && found.size() < VERSIONS; ) {
            var change = i.next();
            if (change.key().equals(key)) {
                found.add(change);
            }
        }
        return found;
    }

    /**
     * The changes after {@code index} of keys that begin with {@code prefix}, in order. They are complete only if {@code index}
     * is not below {@link #oldestIndex}.
     *
     * @param most ends the list, but never between changes of one index, so that one goes on from the last index got
     */
    public List<KvChange> after(long index, String prefix, int most) {
        var found = new ArrayList<KvChange>();
        for (var i = changes.iterator().drop(position(index)); i.hasNext(); ) {
            var change = i.next();
            if (!change.key().startsWith(prefix)) {
                continue;
            }
            if (found.size() >= most && found.getLast().index() != change.index()) {
                break;
            }
            found.add(change);
        }
        return found;
    }

    /** How many changes have at most this index. */
    private int position(long index) {
        var low = 0;
        var high = changes.length();
        while (low < high) {
            var middle = (low + high) >>> 1;
            if (changes.apply(middle).index() <= index) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** All, in order. */
    Iterable<KvChange> all() {
        return CollectionConverters.asJava(changes);
    }

    /** With more changes, of greater indexes. */
    History with(List<KvChange> more) {
        if (more.isEmpty()) {
            return this;
        }
        var all = changes.appendedAll(CollectionConverters.asScala(more));
        var sum = bytes;
        for (var change : more) {
            sum += bytes(change);
        }
        if (all.length() <= MOST && sum <= MOST_BYTES) {
            return new History(all, sum, oldest);
        }
        // Somewhat more than must be goes, so that this is not done for each change.
        var dropped = 0;
        for (var i = all.iterator(); i.hasNext(); dropped++) {
            if (all.length() - dropped <= MOST - MOST / 16 && sum <= MOST_BYTES - MOST_BYTES / 16) {
                break;
            }
            sum -= bytes(i.next());
        }
        return new History(all.drop(dropped), sum, all.apply(dropped - 1).index());
    }

    private static long bytes(KvChange change) {
        return change.before() == null ? 0 : change.before().value().size();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof History that && oldest == that.oldest && changes.equals(that.changes);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(oldest) * 31 + changes.hashCode();
    }

    @Override
    public String toString() {
        return "History(" + size() + " changes after " + oldest + ")";
    }
}
