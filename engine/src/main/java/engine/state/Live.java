package engine.state;

import java.util.Comparator;

/**
 * A live entry, as a snapshot of the whole state has it.
 *
 * @param createIndex index at which the key came to be; 0, as is modifyIndex, for an event and what belongs to it
 * @param modifyIndex index at which it was last written
 */
public record Live(Key key, Value value, long createIndex, long modifyIndex) {

    /**
     * The order in which {@link Snapshot#live} gives them: the catalog node by node, then the sessions, then the keys, which
     * they may have locked, then the documents, then the events one by one. Of a node the record comes first, then the checks, then the services; of an event the receipts come
     * first, then the runs, then the event.
     */
    public static final Comparator<Key> ORDER = Comparator.comparing(
                    (Key key) -> key.bucket().family())
            .thenComparingInt(Live::part)
            .thenComparing(Live::owner)
            .thenComparingInt(Live::rank)
            .thenComparing(Key::text);

    /** The node, session, key or event that a key belongs to: what lies together. */
    public static String owner(Key key) {
        return switch (key) {
            case Key.Node(var node) -> node;
            case Key.Member(var node) -> node;
            case Key.Check(var node, var _) -> node;
            case Key.Service(var node, var _) -> node;
            case Key.Kv(var text) -> text;
            case Key.Overlay(var text) -> text;
            case Key.Session(var id) -> id;
            case Key.Document(var name) -> name;
            case Key.Event(var id) -> id;
            case Key.Receipt(var id, var _) -> id;
            case Key.Receipts(var newest, var _) -> newest;
            case Key.Run(var id, var _, var _) -> id;
        };
    }

    /** Whether two keys belong to the same node, session, key or event. */
    public static boolean together(Key one, Key other) {
        return one.bucket().family() == other.bucket().family()
                && part(one) == part(other)
                && owner(one).equals(owner(other));
    }

    private static int part(Key key) {
        return switch (key) {
            case Key.Session _ -> 0;
            case Key.Document _ -> 2;
            case Key.Node _, Key.Member _, Key.Check _, Key.Service _, Key.Kv _, Key.Overlay _ -> 1;
            case Key.Receipt _, Key.Receipts _, Key.Run _, Key.Event _ -> 1;
        };
    }

    private static int rank(Key key) {
        return switch (key) {
            case Key.Node _ -> 0;
            case Key.Member _ -> 1;
            case Key.Check _ -> 2;
            case Key.Service _ -> 3;
            case Key.Kv _, Key.Overlay _, Key.Session _, Key.Document _ -> 4;
            case Key.Receipt _, Key.Receipts _ -> 5;
            case Key.Run _ -> 6;
            case Key.Event _ -> 7;
        };
    }

    /** In binary form: key, indexes, value as between servers. */
    public byte[] toBytes() {
        var out = new WireWriter();
        out.text(key.text());
        out.varint(createIndex);
        out.varint(modifyIndex);
        ValueCodec.write(out, value);
        return out.toBytes();
    }

    /**
     * What {@link #toBytes()} wrote.
     *
     * @throws IllegalArgumentException with the offset for anything else
     */
    public static Live fromBytes(byte[] bytes) {
        var in = new WireReader(bytes);
        var text = in.text();
        var key = Key.parse(text);
        if (!key.text().equals(text)) {
            throw in.corrupt("a key that is not in its one form");
        }
        var createIndex = in.varint();
        var modifyIndex = in.varint();
        var value = ValueCodec.read(in);
        in.end();
        if (value == null || !key.fits(value)) {
            throw in.corrupt("a value that does not belong to its key");
        }
        return new Live(key, value, createIndex, modifyIndex);
    }

    /** Without the contents, which are secrets. */
    @Override
    public String toString() {
        return "Live(" + key.getClass().getSimpleName() + ")";
    }
}
