package engine.cluster;

import java.io.NotSerializableException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.pekko.serialization.SerializerWithStringManifest;
import org.apache.pekko.util.ByteString;
import org.apache.pekko.util.ByteStringBuilder;

/** The binary form of {@link Wire}: texts with a length before them, numbers of eight bytes. Pekko makes it by reflection. */
final class ReplicationSerializer extends SerializerWithStringManifest {

    @Override
    public int identifier() {
        return 720_002;
    }

    @Override
    public String manifest(Object message) {
        return switch ((Wire) message) {
            case Wire.Push _ -> "P";
            case Wire.Compare _ -> "C";
            case Wire.Part _ -> "R";
            case Wire.More _ -> "M";
        };
    }

    @Override
    public byte[] toBinary(Object message) {
        var out = new ByteStringBuilder();
        switch ((Wire) message) {
            case Wire.Push(var delta) -> out.append(delta);
            case Wire.Compare(var from, var occasion, var digests) -> {
                text(out, from);
                number(out, number(occasion));
                number(out, digests.size());
                new TreeMap<>(digests).forEach((bucket, digest) -> {
                    text(out, bucket);
                    number(out, digest);
                });
            }
            case Wire.Part(var from, var delta) -> {
                text(out, from);
                out.append(delta);
            }
            case Wire.More(var from) -> text(out, from);
        }
        return out.result().toArrayUnsafe();
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        var in = ByteBuffer.wrap(bytes);
        try {
            return switch (manifest) {
                case "P" -> new Wire.Push(rest(in));
                case "C" -> new Wire.Compare(text(in), occasion(in.getLong()), digests(in));
                case "R" -> new Wire.Part(text(in), rest(in));
                case "M" -> new Wire.More(text(in));
                default ->
                    throw new NotSerializableException("no message between servers has the manifest " + manifest);
            };
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new NotSerializableException("a message between servers is cut short: " + e);
        }
    }

    private static void text(ByteStringBuilder out, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        out.putInt(bytes.length, ByteOrder.BIG_ENDIAN).putBytes(bytes);
    }

    private static void number(ByteStringBuilder out, long number) {
        out.putLong(number, ByteOrder.BIG_ENDIAN);
    }

    private static String text(ByteBuffer in) {
        var length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException("a text of " + length + " bytes");
        }
        var bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static long number(Wire.Occasion occasion) {
        return switch (occasion) {
            case ROUTINE -> 0;
            case FOUND -> 1;
            case FOUND_BACK -> 2;
        };
    }

    private static Wire.Occasion occasion(long number) {
        for (var occasion : Wire.Occasion.values()) {
            if (number(occasion) == number) {
                return occasion;
            }
        }
        throw new IllegalArgumentException("an occasion of the number " + number);
    }

    private static ByteString rest(ByteBuffer in) {
        return ByteString.fromByteBuffer(in);
    }

    private static Map<String, Long> digests(ByteBuffer in) {
        var digests = new HashMap<String, Long>();
        for (var count = in.getLong(); count > 0; count--) {
            digests.put(text(in), in.getLong());
        }
        return digests;
    }
}
