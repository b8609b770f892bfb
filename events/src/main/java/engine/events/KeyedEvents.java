package engine.events;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which events with a {@link DeduplicationKey} there were, so that another that is the same thing is known as such. Bounded by whoever
 * adds and forgets. Not thread-safe.
 */
public final class KeyedEvents {
    private record Slot(String name, String key) {}

    private record Known(String id, Instant firedAt) {}

    private final Map<Slot, List<Known>> known = new HashMap<>();
    private final Map<String, Slot> slots = new HashMap<>();

    /** The first known event that one of this name and key, fired at that instant, is a duplicate of. */
    public Optional<String> first(String name, DeduplicationKey key, Instant firedAt) {
        return known.getOrDefault(new Slot(name, key.text()), List.of()).stream()
                .filter(other -> key.covers(other.firedAt(), firedAt))
                .map(Known::id)
                .findFirst();
    }

    /** Takes note of an event; nothing changes for one that is known. */
    public void add(String id, String name, String key, Instant firedAt) {
        var slot = new Slot(name, key);
        if (slots.putIfAbsent(id, slot) == null) {
            known.computeIfAbsent(slot, _ -> new ArrayList<>()).add(new Known(id, firedAt));
        }
    }

    /** An event is not remembered any longer; nothing changes for one that is not known. */
    public void forget(String id) {
        var slot = slots.remove(id);
        if (slot != null) {
            known.computeIfPresent(slot, (_, events) -> {
                events.removeIf(event -> event.id().equals(id));
                return events.isEmpty() ? null : events;
            });
        }
    }

    /** How many events are known. */
    public int size() {
        return slots.size();
    }
}
