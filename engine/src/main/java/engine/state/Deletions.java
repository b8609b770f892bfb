package engine.state;

import java.util.ArrayList;
import java.util.List;

/** What has to be deleted so that a node, a service or a whole prefix is gone. */
final class Deletions {

    private Deletions() {}

    static List<Op> prefix(KvView kv, String prefix) {
        var ops = new ArrayList<Op>();
        kv.entries().forPrefix(prefix, (key, _) -> ops.add(new Op.Delete(new Key.Kv(key))));
        return ops;
    }

    static List<Op> node(CatalogView catalog, String name) {
        var ops = new ArrayList<Op>();
        var state = catalog.nodes().get(Key.fold(name));
        if (state != null) {
            state.checks()
                    .values()
                    .forEach(c ->
                            ops.add(new Op.Delete(new Key.Check(name, c.value().id()))));
            state.services()
                    .values()
                    .forEach(s -> ops.add(
                            new Op.Delete(new Key.Service(name, s.value().id()))));
        }
        ops.add(new Op.Delete(new Key.Node(name)));
        return ops;
    }

    static List<Op> service(CatalogView catalog, String node, String id) {
        var ops = new ArrayList<Op>();
        var state = catalog.nodes().get(Key.fold(node));
        if (state != null) {
            state.checks().values().stream()
                    .filter(c -> c.value().serviceId().equalsIgnoreCase(id))
                    .forEach(c ->
                            ops.add(new Op.Delete(new Key.Check(node, c.value().id()))));
        }
        ops.add(new Op.Delete(new Key.Service(node, id)));
        return ops;
    }
}
