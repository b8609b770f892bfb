package engine.state;

import java.util.List;
import java.util.Map;

/** Short ways to write catalog entries. */
final class Catalogs {

    private Catalogs() {}

    static Value.Node node(String name, String address) {
        return new Value.Node("", name, address, null, null);
    }

    static Value.Service service(String node, String id, String name, List<String> tags) {
        return new Value.Service(node, id, name, tags, "", Map.of(), null, 80, 1, 1, false);
    }

    static Value.Service service(String node, String id, String name, List<String> tags, List<String> nodeChecks) {
        return new Value.Service(node, id, name, tags, "", Map.of(), null, 80, 1, 1, false, nodeChecks);
    }

    static Value.Check check(String node, String id, String serviceId, String status) {
        return new Value.Check(node, id, id, status, "", "", serviceId, "", List.of(), "ttl");
    }

    static Key key(Value value) {
        return switch (value) {
            case Value.Node n -> new Key.Node(n.name());
            case Value.Service s -> new Key.Service(s.node(), s.id());
            case Value.Check c -> new Key.Check(c.node(), c.id());
            default -> throw new IllegalArgumentException("not of the catalog");
        };
    }

    static Change put(Value value, long index) {
        return new Change(key(value), new Entry(new Stamp(index, "w"), index, index, value));
    }

    static Change delete(Key key, long index) {
        return new Change(key, new Entry(new Stamp(index, "w"), 0, index, null));
    }
}
