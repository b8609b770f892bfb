package engine.state;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.pekko.util.ByteString;

/**
 * Reads what {@link WireWriter} wrote. Anything else gives {@link IllegalArgumentException} with the offset; no length is
 * believed before that many bytes are there, so garbage cannot make it allocate.
 */
public final class WireReader {
    private static final char REPLACEMENT = '\uFFFD';

    private final byte[] bytes;
    private int at;

    public WireReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /** One byte, 0 to 255. */
    public int u8() {
        need(1);
        return bytes[at++] & 0xFF;
    }

    /** One byte that is 0 or 1. */
    public boolean bool() {
        return switch (u8()) {
            case 0 -> false;
            case 1 -> true;
            default -> throw corrupt("a truth value that is neither 0 nor 1");
        };
    }

    /** Eight bytes, most significant first. */
    public long fixed64() {
        need(8);
        var value = 0L;
        for (var i = 0; i < 8; i++) {
            value = (value << 8) | (bytes[at++] & 0xFF);
        }
        return value;
    }

    /** A number of one to ten bytes. */
    public long varint() {
        var value = 0L;
        for (var shift = 0; shift < 64; shift += 7) {
            var b = u8();
            value |= (long) (b & 0x7F) << shift;
            if (b < 0x80) {
                return value;
            }
        }
        throw corrupt("a number of more than 64 bits");
    }

    /** A number that fits 32 bits. */
    public int int32() {
        var value = varint();
        if (value != (int) value) {
            throw corrupt("a number of more than 32 bits");
        }
        return (int) value;
    }

    /** A number of things that follow, each of at least one byte. */
    public int count() {
        var count = varint();
        if (count < 0 || count > bytes.length - at) {
            throw corrupt("a count of " + count + " with " + (bytes.length - at) + " bytes left");
        }
        return (int) count;
    }

    /** A length, then UTF-8. */
    public String text() {
        var length = count();
        var text = new String(bytes, at, length, StandardCharsets.UTF_8);
        var slice = ByteBuffer.wrap(bytes, at, length);
        at += length;
        if (text.indexOf(REPLACEMENT) < 0) {
            return text;
        }
        // Either it says so itself, or it is no UTF-8: the slow way tells.
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(slice).toString();
        } catch (CharacterCodingException _) {
            throw corrupt("a text that is not UTF-8");
        }
    }

    /** A length, then bytes, copied. */
    public ByteString raw() {
        var length = count();
        var value = ByteString.fromArray(bytes, at, length);
        at += length;
        return value;
    }

    /** A number, then as many texts. */
    public List<String> texts() {
        var count = count();
        var texts = new ArrayList<String>(count);
        for (var i = 0; i < count; i++) {
            texts.add(text());
        }
        return List.copyOf(texts);
    }

    /** A number, then as many texts, each with a value. */
    public <V> Map<String, V> map(Supplier<V> value) {
        var count = count();
        var map = new LinkedHashMap<String, V>();
        for (var i = 0; i < count; i++) {
            map.put(text(), value.get());
        }
        return Collections.unmodifiableMap(map);
    }

    /** Everything must have been read. */
    public void end() {
        if (at != bytes.length) {
            throw corrupt((bytes.length - at) + " bytes too many");
        }
    }

    /** The refusal of what was read last. */
    public IllegalArgumentException corrupt(String what) {
        return new IllegalArgumentException("corrupt entry: " + what + " at byte " + at);
    }

    private void need(int count) {
        if (bytes.length - at < count) {
            throw corrupt("it ends early,");
        }
    }
}
