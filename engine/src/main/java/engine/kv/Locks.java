package engine.kv;

import engine.state.PersistentSortedMap;
import java.util.ArrayList;
import java.util.List;

/**
 * Which session has which keys, and which keys cannot be locked for a while.
 *
 * @param held by session, NUL and key; the key
 * @param delays by key: until when it cannot be locked, in milliseconds since 1970
 */
record Locks(PersistentSortedMap<String> held, PersistentSortedMap<Long> delays) {
    static final Locks NONE = new Locks(PersistentSortedMap.empty(), PersistentSortedMap.empty());

    /** The keys that a session has locked, in order. */
    List<String> of(String session) {
        var keys = new ArrayList<String>();
        held.forPrefix(session + '\0', (_, key) -> keys.add(key));
        return keys;
    }

    /** A key whose lock went from one session to another; empty for none. */
    Locks moved(String key, String before, String after) {
        if (before.equals(after)) {
            return this;
        }
        var without = before.isEmpty() ? held : held.remove(before + '\0' + key);
        return new Locks(after.isEmpty() ? without : without.put(after + '\0' + key, key), delays);
    }

    boolean delayed(String key, long millis) {
        var until = delays.get(key);
        return until != null && until > millis;
    }

    Locks delaying(String key, long until) {
        return new Locks(held, delays.put(key, until));
    }

    /** Without the delays that have passed. */
    Locks at(long millis) {
        var passed = delays.stream().filter(delay -> delay.getValue() <= millis).toList();
        var left = delays;
        for (var delay : passed) {
            left = left.remove(delay.getKey());
        }
        return passed.isEmpty() ? this : new Locks(held, left);
    }
}
