package engine.cluster;

import engine.cluster.ClusterMember.Status;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A simple model of Pekko's membership as one member has it: the greater status wins, removed incarnations never come back,
 * and each observer's newest word on whom it does not reach counts.
 */
record Gossip(Map<Incarnation, Entry> members, Set<Incarnation> removed, Map<Incarnation, Accused> accusations) {

    record Incarnation(String address, long uid) {}

    record Entry(String id, String name, Status status) {}

    record Accused(int version, Set<Incarnation> subjects) {}

    static Gossip of(Incarnation self, Entry entry) {
        return new Gossip(Map.of(self, entry), Set.of(), Map.of());
    }

    Gossip merge(Gossip other) {
        var gone = new HashSet<>(removed);
        gone.addAll(other.removed);
        var all = new HashMap<>(members);
        other.members.forEach((who, entry) ->
                all.merge(who, entry, (a, b) -> a.status().compareTo(b.status()) >= 0 ? a : b));
        all.keySet().removeAll(gone);
        var accused = new HashMap<>(accusations);
        other.accusations.forEach(
                (who, word) -> accused.merge(who, word, (a, b) -> a.version() >= b.version() ? a : b));
        accused.keySet().removeAll(gone);
        return new Gossip(Map.copyOf(all), Set.copyOf(gone), Map.copyOf(accused));
    }

    Gossip with(Incarnation who, Entry entry) {
        var all = new HashMap<>(members);
        all.put(who, entry);
        return new Gossip(Map.copyOf(all), removed, accusations);
    }

    Gossip with(Incarnation who, Status status) {
        var entry = members.get(who);
        return entry == null ? this : with(who, new Entry(entry.id(), entry.name(), status));
    }

    Gossip without(Incarnation who) {
        var gone = new HashSet<>(removed);
        gone.add(who);
        return merge(new Gossip(Map.of(), gone, Map.of()));
    }

    Gossip accusing(Incarnation observer, Set<Incarnation> subjects) {
        var before = accusations.getOrDefault(observer, new Accused(0, Set.of()));
        if (before.subjects().equals(subjects)) {
            return this;
        }
        var all = new HashMap<>(accusations);
        all.put(observer, new Accused(before.version() + 1, Set.copyOf(subjects)));
        return new Gossip(members, removed, Map.copyOf(all));
    }

    /** Whether an observer that is not given up itself says so. */
    boolean unreachable(Incarnation who) {
        return accusations.entrySet().stream()
                .filter(word -> !word.getKey().equals(who))
                .filter(word -> {
                    var observer = members.get(word.getKey());
                    return observer != null && observer.status() != Status.DOWN;
                })
                .anyMatch(word -> word.getValue().subjects().contains(who));
    }

    boolean accuses(Incarnation observer, Incarnation who) {
        var word = accusations.get(observer);
        return word != null && word.subjects().contains(who);
    }
}
