package engine.state;

/**
 * Remembers at which index names vanished, so that whoever waits for one sees its index grow. Bounded: beyond
 * {@value #LIMIT} names all are forgotten at once and the greatest index stands for every name.
 *
 * @param floor index of every name that is not in {@code names}, at least 1
 */
public record Gone(PersistentSortedMap<Long> names, long floor) {
    private static final int LIMIT = 20_000;

    static final Gone NOTHING = since(1);

    /** Nothing is known of what was before {@code index}. */
    static Gone since(long index) {
        return new Gone(PersistentSortedMap.empty(), index);
    }

    Gone vanished(String name, long index) {
        return names.size() >= LIMIT
                ? new Gone(PersistentSortedMap.empty(), index)
                : new Gone(names.put(name, index), floor);
    }

    Gone returned(String name) {
        return names.get(name) == null ? this : new Gone(names.remove(name), floor);
    }

    long index(String name) {
        var at = names.get(name);
        return at == null ? floor : at;
    }

    /** The greatest index at which a name with this prefix vanished. */
    long prefixIndex(String prefix) {
        var greatest = new long[] {floor};
        names.forPrefix(prefix, (_, at) -> greatest[0] = Math.max(greatest[0], at));
        return greatest[0];
    }
}
