package engine.state;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks that a server works out for itself, as changes of its picture. */
record Derivation(HybridClock clock, LocalIndex index) {

    /** @param checks how they are now; those that are so already change nothing */
    List<Change> changes(CatalogView catalog, List<Value.Check> checks, List<Key.Check> gone) {
        var changes = new ArrayList<Change>();
        var at = index.next();
        for (var derived : checks) {
            var key = new Key.Check(derived.node(), derived.id());
            // Also of a node that is not registered yet: its checks are kept unseen.
            var node = catalog.nodes().get(key.node());
            var known = node == null ? null : node.checks().get(key.id());
            var check = since(derived, known == null ? null : known.value());
            if (known == null || !known.value().equals(check)) {
                var created = known == null ? at : known.createIndex();
                changes.add(new Change(key, new Entry(clock.next(), created, at, check)));
            }
        }
        gone.forEach(key -> changes.add(new Change(key, new Entry(clock.next(), 0, at, null))));
        return changes;
    }

    /** What was seen here before goes before what is told of it after a start. */
    private Value.Check since(Value.Check derived, Value.@Nullable Check known) {
        return known != null && known.status().equals(derived.status())
                ? derived.since(known.since())
                : derived.written(known, clock.now());
    }
}
