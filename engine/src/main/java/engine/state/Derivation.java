package engine.state;

import java.util.ArrayList;
import java.util.List;

/** Checks that a server works out for itself, as changes of its picture. */
record Derivation(HybridClock clock, LocalIndex index) {

    /** @param checks how they are now; those that are so already change nothing */
    List<Change> changes(CatalogView catalog, List<Value.Check> checks, List<Key.Check> gone) {
        var changes = new ArrayList<Change>();
        var at = index.next();
        for (var check : checks) {
            var key = new Key.Check(check.node(), check.id());
            // Also of a node that is not registered yet: its checks are kept unseen.
            var node = catalog.nodes().get(key.node());
            var known = node == null ? null : node.checks().get(key.id());
            if (known == null || !known.value().equals(check)) {
                var created = known == null ? at : known.createIndex();
                changes.add(new Change(key, new Entry(clock.next(), created, at, check)));
            }
        }
        gone.forEach(key -> changes.add(new Change(key, new Entry(clock.next(), 0, at, null))));
        return changes;
    }
}
