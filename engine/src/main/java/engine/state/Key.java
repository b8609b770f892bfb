package engine.state;

import java.util.Locale;

/**
 * The name of an entry. Node names and the ids of services and checks compare without regard to case, as in DNS; keys of
 * the key-value store compare exactly. Names are valid Unicode without NUL, keys valid Unicode; a constructor refuses
 * any other with {@link IllegalArgumentException}.
 */
public sealed interface Key {

    /** A node of the catalog. */
    record Node(String node) implements Key {
        public Node {
            node = fold(name(node));
        }
    }

    /** A service on a node. */
    record Service(String node, String id) implements Key {
        public Service {
            node = fold(name(node));
            id = fold(name(id));
        }
    }

    /** A check on a node. */
    record Check(String node, String id) implements Key {
        public Check {
            node = fold(name(node));
            id = fold(name(id));
        }
    }

    /** An agent, by the name of its node. */
    record Member(String node) implements Key {
        public Member {
            node = fold(name(node));
        }
    }

    /** A key of the key-value store. */
    record Kv(String key) implements Key {
        public Kv {
            unicode(key);
        }
    }

    /** What was written to a key of the key-value store without the majority. */
    record Overlay(String key) implements Key {
        public Overlay {
            unicode(key);
        }
    }

    /** A session. */
    record Session(String id) implements Key {
        public Session {
            name(id);
        }
    }

    /** A document of a part of the program, such as {@code rollout/ID}. */
    record Document(String path) implements Key {
        public Document {
            name(path);
        }
    }

    /** A user event. */
    record Event(String id) implements Key {
        public Event {
            name(id);
        }
    }

    /** A node's receipt of an event. */
    record Receipt(String eventId, String node) implements Key {
        public Receipt {
            name(eventId);
            node = fold(name(node));
        }
    }

    /**
     * What some nodes said of some events at one time.
     *
     * @param newest the greatest id of these events: with that event the receipts are forgotten
     * @param batch no other has this name
     */
    record Receipts(String newest, String batch) implements Key {
        public Receipts {
            name(newest);
            name(batch);
        }
    }

    /** A run of a trigger for an event on a node. */
    record Run(String eventId, String node, String trigger) implements Key {
        public Run {
            name(eventId);
            node = fold(name(node));
            name(trigger);
        }
    }

    /** Whether {@code value} says of itself what this key says of it: no other may lie here. */
    default boolean fits(Value value) {
        return switch (value) {
            case Value.Node v -> equals(new Node(v.name()));
            case Value.Service v -> equals(new Service(v.node(), v.id()));
            case Value.Check v -> equals(new Check(v.node(), v.id()));
            case Value.Member v -> equals(new Member(v.name()));
            case Value.Kv _ -> this instanceof Kv;
            case Value.Overlay _ -> this instanceof Overlay;
            case Value.Session v -> equals(new Session(v.id()));
            case Value.Document _ -> this instanceof Document;
            case Value.Event v -> equals(new Event(v.id()));
            case Value.Receipt v -> equals(new Receipt(v.eventId(), v.node()));
            case Value.Receipts v -> equals(v.key());
            case Value.Run v -> equals(new Run(v.eventId(), v.node(), v.trigger()));
        };
    }

    /**
     * The name itself, if it can be part of a key.
     *
     * @throws IllegalArgumentException for one with a NUL, which parts names, or that UTF-8 cannot write
     */
    private static String name(String name) {
        if (name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a name must not contain NUL");
        }
        return unicode(name);
    }

    private static String unicode(String text) {
        for (var i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
                    throw new IllegalArgumentException("a name must be valid Unicode: it has half a surrogate pair");
                }
                i++;
            }
        }
        return text;
    }

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
            case Member(var node) -> BucketId.of(BucketId.Family.CATALOG, node);
            case Kv(var key) -> BucketId.of(BucketId.Family.KV, key);
            case Overlay(var key) -> BucketId.of(BucketId.Family.OVERLAY, key);
            case Session(var id) -> BucketId.of(BucketId.Family.KV, id);
            case Document(var path) -> BucketId.of(BucketId.Family.KV, path);
            case Event(var id) -> BucketId.of(BucketId.Family.EVENTS, id);
            case Receipt(var id, var _) -> BucketId.of(BucketId.Family.EVENTS, id);
            case Receipts(var newest, var _) -> BucketId.of(BucketId.Family.EVENTS, newest);
            case Run(var id, var _, var _) -> BucketId.of(BucketId.Family.EVENTS, id);
        };
    }

    /** The name of that bucket, as Distributed Data knows it. */
    default String bucketName() {
        return bucket().replicated().id();
    }

    /** The text under which a bucket keeps this entry: a letter for the kind, then the parts, NUL between them. */
    default String text() {
        return switch (this) {
            case Node(var node) -> "n" + node;
            case Service(var node, var id) -> "s" + node + '\0' + id;
            case Check(var node, var id) -> "c" + node + '\0' + id;
            case Member(var node) -> "m" + node;
            case Kv(var key) -> "k" + key;
            case Overlay(var key) -> "w" + key;
            case Session(var id) -> "o" + id;
            case Document(var path) -> "d" + path;
            case Event(var id) -> "e" + id;
            case Receipt(var id, var node) -> "a" + id + '\0' + node;
            case Receipts(var newest, var batch) -> "b" + newest + '\0' + batch;
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
        if (text.charAt(0) == 'w') {
            return new Overlay(rest);
        }
        var parts = rest.split("\0", -1);
        var shape = "" + text.charAt(0) + parts.length;
        return switch (shape) {
            case "n1" -> new Node(parts[0]);
            case "s2" -> new Service(parts[0], parts[1]);
            case "c2" -> new Check(parts[0], parts[1]);
            case "m1" -> new Member(parts[0]);
            case "d1" -> new Document(parts[0]);
            case "e1" -> new Event(parts[0]);
            case "o1" -> new Session(parts[0]);
            case "a2" -> new Receipt(parts[0], parts[1]);
            case "b2" -> new Receipts(parts[0], parts[1]);
            case "r3" -> new Run(parts[0], parts[1], parts[2]);
            default -> throw new IllegalArgumentException("no key has the shape " + shape);
        };
    }
}
