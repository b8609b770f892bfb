package engine.state;

import java.util.ArrayList;
import java.util.List;

/**
 * The binary form of operations: their number, then of each a byte for the kind, its key, its value, its condition. The
 * kinds are part of the protocol between agents.
 */
public final class OpCodec {
    private static final int PUT = 1;
    private static final int DELETE = 2;
    private static final int PUT_IF = 3;
    private static final int DELETE_IF = 4;

    private OpCodec() {}

    /** What {@link #decode} reads. */
    public static byte[] encode(List<Op> ops) {
        var out = new WireWriter();
        write(out, ops);
        return out.toBytes();
    }

    /**
     * The operations that {@link #encode} wrote.
     *
     * @throws IllegalArgumentException for any other bytes
     */
    public static List<Op> decode(byte[] bytes) {
        var in = new WireReader(bytes);
        var ops = read(in);
        in.end();
        return ops;
    }

    /** Writes operations as a part of something greater. */
    public static void write(WireWriter out, List<? extends Op> ops) {
        out.varint(ops.size());
        ops.forEach(op -> write(out, op));
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException for any other bytes
     */
    public static List<Op> read(WireReader in) {
        var count = in.count();
        // No room is made for what has not been read: an operation takes far more memory than the byte that announces
        // it.
        var ops = new ArrayList<Op>();
        for (var i = 0; i < count; i++) {
            ops.add(one(in));
        }
        return List.copyOf(ops);
    }

    /** Bytes that an operation takes. */
    public static int size(Op op) {
        var out = new WireWriter();
        write(out, op);
        return out.size();
    }

    private static void write(WireWriter out, Op op) {
        switch (op) {
            case Op.Put(var key, var value) -> put(out, PUT, key, value);
            case Op.Delete(var key) -> {
                out.u8(DELETE);
                out.text(key.text());
            }
            case Op.PutIf(var key, var value, var expected) -> {
                put(out, PUT_IF, key, value);
                out.varint(expected);
            }
            case Op.DeleteIf(var key, var expected) -> {
                out.u8(DELETE_IF);
                out.text(key.text());
                out.varint(expected);
            }
        }
    }

    private static void put(WireWriter out, int kind, Key key, Value value) {
        out.u8(kind);
        out.text(key.text());
        ValueCodec.write(out, value);
    }

    private static Op one(WireReader in) {
        return switch (in.u8()) {
            case PUT -> new Op.Put(key(in), value(in));
            case DELETE -> new Op.Delete(key(in));
            case PUT_IF -> new Op.PutIf(key(in), value(in), in.varint());
            case DELETE_IF -> new Op.DeleteIf(key(in), in.varint());
            default -> throw in.corrupt("an operation of a kind that this version does not know");
        };
    }

    private static Key key(WireReader in) {
        var text = in.text();
        var key = Key.parse(text);
        if (!key.text().equals(text)) {
            throw in.corrupt("a key that is not in its one form");
        }
        return key;
    }

    private static Value value(WireReader in) {
        var value = ValueCodec.read(in);
        if (value == null) {
            throw in.corrupt("an operation that puts nothing");
        }
        return value;
    }
}
