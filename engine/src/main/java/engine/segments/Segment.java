package engine.segments;

import engine.durable.Disk;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** A file of the log and where in it those entries lie that no later segment has replaced: eight bytes for each. */
final class Segment {
    private static final Pattern NAME = Pattern.compile("log-(0[0-9]{19})");

    /** Where a record lies in its file. */
    record Place(long offset, int length) {}

    final SegmentHeader header;
    final Disk.RandomAccess file;
    private long first;
    private long[] places = new long[64];
    private int count;
    private long size;

    /** @param size of what counts in the file */
    Segment(SegmentHeader header, Disk.RandomAccess file, long size) {
        this.header = header;
        this.file = file;
        this.size = size;
    }

    static String name(long number) {
        return String.format(Locale.ROOT, "log-%020d", number);
    }

    /** The number in the name of a segment; empty for another file. */
    static OptionalLong number(String name) {
        var parts = NAME.matcher(name);
        return parts.matches() ? OptionalLong.of(Long.parseLong(parts.group(1))) : OptionalLong.empty();
    }

    String name() {
        return name(header.number());
    }

    long size() {
        return size;
    }

    void grow(long to) {
        size = to;
    }

    /** Whether no entry of it counts. */
    boolean isEmpty() {
        return count == 0;
    }

    long first() {
        return first;
    }

    long last() {
        return first + count - 1;
    }

    void add(long index, Place place) {
        if (count == 0) {
            first = index;
        }
        if (count == places.length) {
            places = Arrays.copyOf(places, 2 * count);
        }
        places[count++] = place.offset() << 32 | place.length();
    }

    Place place(long index) {
        var packed = places[Math.toIntExact(index - first)];
        return new Place(packed >>> 32, (int) packed);
    }

    /** Gives back memory, when no more entries are to come. */
    void trim() {
        places = Arrays.copyOf(places, Math.max(1, count));
    }

    /** Forgets entries from {@code next} on. */
    void cutTail(long next) {
        count = Math.clamp(next - first, 0, count);
    }
}
