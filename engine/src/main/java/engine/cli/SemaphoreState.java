package engine.cli;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who has the places of a semaphore, as the key {@code .lock} of Consul's layout says it.
 *
 * @param limit how many may have a place
 * @param holders sessions that have one
 * @param modifyIndex of the key; 0 when it is not there
 */
record SemaphoreState(int limit, TreeSet<String> holders, String modifyIndex) {

    /**
     * What the keys below a semaphore's prefix say; holders whose own key is gone, as their session is, are left out.
     *
     * @param limit ours, which the holders must agree with
     */
    static SemaphoreState of(List<Fields> entries, String key, int limit) {
        var alive = new HashSet<String>();
        Fields lock = null;
        for (var entry : entries) {
            if (entry.text("Key").equals(key)) {
                lock = entry;
            }
            if (!entry.text("Session").isEmpty()) {
                alive.add(entry.text("Session"));
            }
        }
        if (lock == null) {
            return new SemaphoreState(limit, new TreeSet<>(), "0");
        }
        var state = of(lock, key, limit);
        state.holders().retainAll(alive);
        return state;
    }

    private static SemaphoreState of(Fields lock, String key, int limit) {
        if (!lock.text("Flags").equals(SemaphoreClaim.FLAGS)) {
            throw new Failure("the key '" + Table.safe(key) + "' is there already, and is no semaphore: "
                    + (lock.text("Flags").equals(LockClaim.FLAGS) ? "a lock uses it." : "name another."));
        }
        var holders = new TreeSet<String>();
        if (!lock.text("Value").isEmpty()) {
            var text = new String(KvKeys.bytes(lock, "Value"), StandardCharsets.UTF_8);
            var value = Fields.of(Json.parse(text));
            if (value.number("Limit") != limit) {
                throw new Failure("the semaphore has " + value.number("Limit") + " places, not " + limit
                        + ": all who use it must say the same -n.");
            }
            for (var holder : value.object("Holders").sorted().entrySet()) {
                holders.add(holder.getKey());
            }
        }
        return new SemaphoreState(limit, holders, lock.text("ModifyIndex"));
    }

    boolean full() {
        return holders.size() >= limit;
    }

    SemaphoreState with(String session) {
        var more = new TreeSet<>(holders);
        more.add(session);
        return new SemaphoreState(limit, more, modifyIndex);
    }

    SemaphoreState without(String session) {
        var fewer = new TreeSet<>(holders);
        fewer.remove(session);
        return new SemaphoreState(limit, fewer, modifyIndex);
    }

    /** The value of the key, as Consul's clients write it. */
    String json() {
        var all = new TreeMap<String, Boolean>();
        holders.forEach(holder -> all.put(holder, true));
        var value = new LinkedHashMap<String, Object>();
        value.put("Limit", limit);
        value.put("Holders", all);
        return JsonText.compact(value);
    }
}
