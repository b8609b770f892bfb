package engine.kv;

import engine.state.PersistentSortedMap;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Sessions and keys with a time to live in the order in which it ends, so that the leader need not look through them all. */
public final class Deadlines {
    private static final Deadlines NONE = new Deadlines(PersistentSortedMap.empty());
    private static final char KEY = 'k';
    private static final char SESSION = 's';

    /** By time in hexadecimal digits, kind and name, so that the texts sort as the times do; the name again. */
    private final PersistentSortedMap<String> byTime;

    private Deadlines(PersistentSortedMap<String> byTime) {
        this.byTime = byTime;
    }

    static Deadlines none() {
        return NONE;
    }

    /** When the next time to live ends: milliseconds since 1970. */
    public OptionalLong next() {
        var first = byTime.firstKeys(1);
        return first.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(HexFormat.fromHexDigitsToLong(first.getFirst(), 0, 16));
    }

    /** What the leader has to propose at {@code millis}: operations that end at most {@code most} sessions and keys. */
    public List<Operation> due(long millis, int most) {
        var later = time(millis + 1);
        var sessions = new ArrayList<String>();
        var keys = new ArrayList<String>();
        byTime.stream()
                .limit(most)
                .takeWhile(due -> due.getKey().compareTo(later) < 0)
                .forEach(due -> (due.getKey().charAt(later.length()) == KEY ? keys : sessions).add(due.getValue()));
        var operations = new ArrayList<Operation>(2);
        if (!sessions.isEmpty()) {
            operations.add(new Operation.ExpireSessions(sessions));
        }
        if (!keys.isEmpty()) {
            operations.add(new Operation.ExpireKeys(keys));
        }
        return operations;
    }

    /** How many there are. */
    public int size() {
        return byTime.size();
    }

    Deadlines ofKey(String key, long before, long after) {
        return moved(KEY, key, before, after);
    }

    Deadlines ofSession(String id, long before, long after) {
        return moved(SESSION, id, before, after);
    }

    private Deadlines moved(char kind, String name, long before, long after) {
        if (before == after) {
            return this;
        }
        var without = before == 0 ? byTime : byTime.remove(time(before) + kind + name);
        return new Deadlines(after == 0 ? without : without.put(time(after) + kind + name, name));
    }

    private static String time(long millis) {
        return HexFormat.of().toHexDigits(millis);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Deadlines that && byTime.equals(that.byTime);
    }

    @Override
    public int hashCode() {
        return byTime.hashCode();
    }

    @Override
    public String toString() {
        return "Deadlines(" + size() + ")";
    }
}
