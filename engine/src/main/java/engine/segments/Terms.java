package engine.segments;

import java.util.Arrays;

/** The terms of entries that follow one another, kept as the indexes where they change: an election makes one, an entry none. */
final class Terms {
    private long[] starts = new long[8];
    private long[] terms = new long[8];
    private int count;

    /** @param index greater than all before it */
    void add(long index, long term) {
        if (count > 0 && terms[count - 1] == term) {
            return;
        }
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
            terms = Arrays.copyOf(terms, 2 * count);
        }
        starts[count] = index;
        terms[count] = term;
        count++;
    }

    /** Forgets entries from {@code next} on. */
    void cutTail(long next) {
        while (count > 0 && starts[count - 1] >= next) {
            count--;
        }
    }

    /** Forgets entries before {@code first}. */
    void cutHead(long first) {
        var obsolete = 0;
        while (obsolete + 1 < count && starts[obsolete + 1] <= first) {
            obsolete++;
        }
        System.arraycopy(starts, obsolete, starts, 0, count - obsolete);
        System.arraycopy(terms, obsolete, terms, 0, count - obsolete);
        count -= obsolete;
    }

    /** The term of an entry that there is. */
    long term(long index) {
        var at = Arrays.binarySearch(starts, 0, count, index);
        return terms[at >= 0 ? at : -at - 2];
    }
}
