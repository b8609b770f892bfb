package engine.segments;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which entries the log has, and where each of them lies. The segments in their order, with what their records say applied one after
 * another, give the same index that the log had when it wrote them. Not safe for use by many threads.
 */
final class LogIndex {
    /** Where an entry lies. */
    record Found(Segment segment, Segment.Place place) {}

    private final List<Segment> segments = new ArrayList<>();
    private final Terms terms = new Terms();
    private long first = 1;
    private long next = 1;
    /** The segments that there are know nothing of entries before it. */
    private long known = 1;

    /** The first entry that counts, or would if there were one. */
    long first() {
        return first;
    }

    /** The index after the last entry. */
    long next() {
        return next;
    }

    boolean isEmpty() {
        return next == first;
    }

    /** Where entries are missing that count, their first; {@link #first} when none is. */
    long known() {
        return Math.max(first, known);
    }

    Segment newest() {
        return segments.getLast();
    }

    /** Oldest first. */
    List<Segment> segments() {
        return List.copyOf(segments);
    }

    /** A segment that continues the log, begins it, or begins it anew. */
    void add(Segment segment) {
        var header = segment.header;
        if (header.reset() || segments.isEmpty()) {
            next = header.next();
            known = next;
            first = header.reset() ? next : header.first();
            terms.cutTail(0);
            segments.forEach(each -> each.cutTail(0));
        }
        if (!segments.isEmpty()) {
            newest().trim();
        }
        segments.add(segment);
    }

    /** The next entry. */
    void append(long term, Segment.Place place) {
        newest().add(next, place);
        terms.add(next, term);
        next++;
    }

    /** The entry {@code last} and those before it stay. */
    void cutTail(long last) {
        next = last + 1;
        known = Math.min(known, next);
        terms.cutTail(next);
        segments.forEach(segment -> segment.cutTail(next));
    }

    /** The entry {@code kept} and those after it stay. */
    void cutHead(long kept) {
        first = kept;
        terms.cutHead(kept);
    }

    /** Takes away the oldest segments as far as none of their entries counts. */
    List<Segment> takeObsolete() {
        var obsolete = new ArrayList<Segment>();
        while (segments.size() > 1
                && (segments.getFirst().isEmpty() || segments.getFirst().last() < first)) {
            obsolete.add(segments.removeFirst());
        }
        return obsolete;
    }

    @Nullable
    Found find(long index) {
        if (index < first || index >= next) {
            return null;
        }
        // From the newest on: most entries that are asked for are young.
        for (var segment : segments.reversed()) {
            if (!segment.isEmpty() && segment.first() <= index) {
                return new Found(segment, segment.place(index));
            }
        }
        return null;
    }

    /** The term of an entry; 0 when there is none. */
    long term(long index) {
        return index < first || index >= next ? 0 : terms.term(index);
    }
}
