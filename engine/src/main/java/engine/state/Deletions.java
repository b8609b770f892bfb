package engine.state;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What has to be deleted so that a node, a service or a whole prefix is gone. */
final class Deletions {

    private Deletions() {}

    static List<Op> prefix(KvView kv, String prefix) {
        var ops = new ArrayList<Op>();
        kv.entries().forPrefix(prefix, (key, _) -> ops.add(new Op.Delete(new Key.Kv(key))));
        return ops;
    }

    /** The node with all that its bucket holds of it, what this node's reads do not see yet included. */
    static List<Op> node(Bucket bucket, Key.Node node) {
        return with(node, bucket, value -> switch (value) {
            case Value.Service service -> Key.fold(service.node()).equals(node.node());
            case Value.Check check -> Key.fold(check.node()).equals(node.node());
            case Value.Node _, Value.Kv _, Value.Event _, Value.Receipt _, Value.Run _ -> false;
        });
    }

    /** The service with its checks. */
    static List<Op> service(Bucket bucket, Key.Service service) {
        return with(
                service,
                bucket,
                value -> value instanceof Value.Check check
                        && Key.fold(check.node()).equals(service.node())
                        && Key.fold(check.serviceId()).equals(service.id()));
    }

    private static List<Op> with(Key first, Bucket bucket, Predicate<Value> belongs) {
        var ops = new ArrayList<Op>();
        ops.add(new Op.Delete(first));
        for (var pair : bucket.entries()) {
            var value = pair.getValue().value();
            if (value != null && belongs.test(value)) {
                ops.add(new Op.Delete(Key.parse(pair.getKey())));
            }
        }
        return ops;
    }
}
