package engine.state;

import java.util.Locale;

/**
 * The name of an entry. Node names and the ids of services and checks compare without regard to case, as in DNS; keys of
 * the key-value store compare exactly.
 */
public sealed interface Key {

    /** A node of the catalog. */
    record Node(String node) implements Key {
        public Node {
            node = fold(node);
        }
    }

    /** A service on a node. */
    record Service(String node, String id) implements Key {
        public Service {
            node = fold(node);
            id = fold(id);
        }
    }

    /** A check on a node. */
    record Check(String node, String id) implements Key {
        public Check {
            node = fold(node);
            id = fold(id);
        }
    }

    /** A key of the key-value store. */
    record Kv(String key) implements Key {}

    /** A user event. */
    record Event(String id) implements Key {}

    /** A node's receipt of an event. */
    record Receipt(String eventId, String node) implements Key {}

    /** A run of a trigger for an event on a node. */
    record Run(String eventId, String node, String trigger) implements Key {}

    /** The form without regard to case. */
    static String fold(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** The bucket that holds this entry: a node's services and checks lie beside it, an event's runs beside the event. */
    default BucketId bucket() {
        return switch (this) {
            case Node(var node) -> BucketId.of(BucketId.Family.CATALOG, node);
            case Service(var node, var _) -> BucketId.of(BucketId.Family.CATALOG, node);
            case Check(var node, var _) -> BucketId.of(BucketId.Family.CATALOG, node);
            case Kv(var key) -> BucketId.of(BucketId.Family.KV, key);
            case Event(var id) -> BucketId.of(BucketId.Family.EVENTS, id);
            case Receipt(var id, var _) -> BucketId.of(BucketId.Family.EVENTS, id);
            case Run(var id, var _, var _) -> BucketId.of(BucketId.Family.EVENTS, id);
        };
    }

    /** The text under which a bucket keeps this entry: a letter for the kind, then the parts, NUL between them. */
    default String text() {
        return switch (this) {
            case Node(var node) -> "n" + node;
            case Service(var node, var id) -> "s" + node + '\0' + id;
            case Check(var node, var id) -> "c" + node + '\0' + id;
            case Kv(var key) -> "k" + key;
            case Event(var id) -> "e" + id;
            case Receipt(var id, var node) -> "a" + id + '\0' + node;
            case Run(var id, var node, var trigger) -> "r" + id + '\0' + node + '\0' + trigger;
        };
    }

    /**
     * The key that {@link #text()} gave.
     *
     * @throws IllegalArgumentException for a text that no key gives
     */
    static Key parse(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("an empty text is no key");
        }
        var rest = text.substring(1);
        if (text.charAt(0) == 'k') {
            return new Kv(rest);
        }
        var parts = rest.split("\0", -1);
        var shape = "" + text.charAt(0) + parts.length;
        return switch (shape) {
            case "n1" -> new Node(parts[0]);
            case "s2" -> new Service(parts[0], parts[1]);
            case "c2" -> new Check(parts[0], parts[1]);
            case "e1" -> new Event(parts[0]);
            case "a2" -> new Receipt(parts[0], parts[1]);
            case "r3" -> new Run(parts[0], parts[1], parts[2]);
            default -> throw new IllegalArgumentException("no key has the shape " + shape);
        };
    }
}
