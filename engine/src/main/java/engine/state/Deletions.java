package engine.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What has to be deleted so that a node or a service is gone. */
final class Deletions {

    private Deletions() {}

    /** The node with all that its bucket holds of it, what this node's reads do not see yet included. */
    static List<Op> node(Bucket bucket, Key.Node node) {
        return with(node, bucket, value -> switch (value) {
            case Value.Service service -> Key.fold(service.node()).equals(node.node());
            case Value.Check check -> Key.fold(check.node()).equals(node.node());
            case Value.Node _, Value.Member _, Value.Kv _, Value.Overlay _ -> false;
            case Value.Session _, Value.Document _ -> false;
            case Value.Event _, Value.Receipt _, Value.Receipts _, Value.Run _ -> false;
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

    /** What makes a node's services and checks those of {@code wanted}; puts of other keys are done as they are. */
    static List<Op> own(Bucket bucket, Key.Node node, List<Op.Put> wanted) {
        var ops = new ArrayList<Op>();
        wanted.forEach(op -> ops.add(over(bucket.get(op.key().text()), op)));
        var named = wanted.stream().map(op -> op.key().text()).collect(Collectors.toSet());
        for (var pair : bucket.entries()) {
            if (pair.getValue().value() == null || named.contains(pair.getKey())) {
                continue;
            }
            var key = Key.parse(pair.getKey());
            var own = switch (key) {
                case Key.Service(var on, var _) -> on.equals(node.node());
                case Key.Check(var on, var _) -> on.equals(node.node());
                case Key.Node _, Key.Member _, Key.Kv _, Key.Overlay _, Key.Session _, Key.Document _ -> false;
                case Key.Event _, Key.Receipt _, Key.Receipts _, Key.Run _ -> false;
            };
            if (own) {
                ops.add(new Op.Delete(key));
            }
        }
        return ops;
    }

    private static Op.Put over(@Nullable Entry there, Op.Put wanted) {
        return there != null
                        && there.value() instanceof Value.Service known
                        && wanted.value() instanceof Value.Service service
                ? new Op.Put(wanted.key(), service.over(known))
                : wanted;
    }

    /** What makes an agent stand so, unless it has gone to another server meanwhile or is another agent. */
    static List<Op> standing(Bucket bucket, Value.Member member) {
        var key = new Key.Member(member.name());
        var entry = bucket.get(key.text());
        var believed = member.standing() == Value.Standing.ALIVE
                || entry == null
                || !(entry.value() instanceof Value.Member known)
                || (known.id().equals(member.id()) && known.via().equals(member.via()));
        return believed ? List.of(new Op.Put(key, member)) : List.of();
    }

    /** What was deleted before an instant. */
    static List<Key> before(Instant instant, Iterable<Bucket> buckets) {
        var dead = new ArrayList<Key>();
        for (var bucket : buckets) {
            for (var pair : bucket.entries()) {
                var entry = pair.getValue();
                if (entry.value() == null && HybridClock.instant(entry.stamp()).isBefore(instant)) {
                    dead.add(Key.parse(pair.getKey()));
                }
            }
        }
        return dead;
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
