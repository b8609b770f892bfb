package engine.events;

import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Which events a node has handled, up to a bound. Ids sort by time (UUIDv7): beyond the bound the least are forgotten, and
 * every id that is not greater than a forgotten one counts as handled. Not thread-safe.
 */
public final class HandledIds {
    private final int capacity;
    private final TreeSet<String> ids;
    private String horizon;

    /**
     * @param ids those remembered from before
     * @param horizon the greatest id forgotten before; empty for none
     */
    public HandledIds(int capacity, Collection<String> ids, String horizon) {
        this.capacity = capacity;
        this.ids = new TreeSet<>(ids);
        this.horizon = horizon;
    }

    /** Whether the id is among those remembered, or too old to know. */
    public boolean contains(String id) {
        return ids.contains(id) || id.compareTo(horizon) <= 0;
    }

    /**
     * Remembers an id.
     *
     * @return the one that is forgotten for it, which may be itself
     */
    public Optional<String> add(String id) {
        if (!ids.add(id) || ids.size() <= capacity) {
            return Optional.empty();
        }
        var forgotten = ids.removeFirst();
        horizon = forgotten.compareTo(horizon) > 0 ? forgotten : horizon;
        return Optional.of(forgotten);
    }

    /** The greatest id forgotten; empty for none. */
    public String horizon() {
        return horizon;
    }
}
