package engine.state;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.pekko.util.ByteString;

/** Writes the compact binary form of entries: varints (7 bits a byte, least first), lengths before contents, UTF-8. */
public final class WireWriter {
    private byte[] bytes = new byte[256];
    private int size;

    /** Bytes written so far. */
    public int size() {
        return size;
    }

    /** All that was written. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    /** One byte. */
    public void u8(int value) {
        room(1);
        bytes[size++] = (byte) value;
    }

    /** One byte, 0 or 1. */
    public void bool(boolean value) {
        u8(value ? 1 : 0);
    }

    /** Eight bytes, most significant first. */
    public void fixed64(long value) {
        room(8);
        for (var shift = 56; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (value >>> shift);
        }
    }

    /** One to ten bytes, fewer for a smaller number; a negative one takes ten. */
    public void varint(long value) {
        room(10);
        var rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    /** Its length, then UTF-8. */
    public void text(String value) {
        raw(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Its length, then the bytes. */
    public void raw(ByteString value) {
        raw(value.toArrayUnsafe());
    }

    private void raw(byte[] value) {
        varint(value.length);
        room(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
    }

    /** Their number, then each. */
    public void texts(Collection<String> values) {
        varint(values.size());
        values.forEach(this::text);
    }

    /** In order of the keys, so that equal maps have equal bytes. */
    public <V> void map(Map<String, V> map, Consumer<V> value) {
        varint(map.size());
        new TreeMap<>(map).forEach((k, v) -> {
            text(k);
            value.accept(v);
        });
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
