package engine.kv;

import engine.state.WireReader;
import engine.state.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** The binary form of what the binary forms of this package have in common. */
final class Fields {

    private Fields() {}

    static void optional(WireWriter out, OptionalLong value) {
        out.bool(value.isPresent());
        value.ifPresent(out::varint);
    }

    static OptionalLong optional(WireReader in) {
        return in.bool() ? OptionalLong.of(in.varint()) : OptionalLong.empty();
    }

    static void bytes(WireWriter out, @Nullable ByteString value) {
        out.bool(value != null);
        if (value != null) {
            out.raw(value);
        }
    }

    static @Nullable ByteString bytes(WireReader in) {
        return in.bool() ? in.raw() : null;
    }

    static <T> void list(WireWriter out, List<T> items, Consumer<T> write) {
        out.varint(items.size());
        items.forEach(write);
    }

    static <T> List<T> list(WireReader in, Supplier<T> read) {
        var count = in.count();
        var items = new ArrayList<T>(Math.min(count, 1_024));
        for (var i = 0; i < count; i++) {
            items.add(read.get());
        }
        return items;
    }

    /** A constant by its name, so that the order of declaration means nothing. */
    static void constant(WireWriter out, Enum<?> value) {
        out.text(value.name());
    }

    static <T extends Enum<T>> T constant(WireReader in, T[] values) {
        var name = in.text();
        for (var value : values) {
            if (value.name().equals(name)) {
                return value;
            }
        }
        throw in.corrupt("a constant that this version does not know");
    }

    static void version(WireReader in, int known) {
        if (in.u8() != known) {
            throw in.corrupt("a format that this version does not know");
        }
    }
}
