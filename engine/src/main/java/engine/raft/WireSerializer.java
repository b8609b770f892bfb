package engine.raft;

import java.io.NotSerializableException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.pekko.serialization.ByteBufferSerializer;
import org.apache.pekko.serialization.SerializerWithStringManifest;
import org.apache.pekko.util.ByteString;

/**
 * The binary form of {@link Wire}: numbers of eight bytes, texts with two bytes of length before them, a message at the end. Written
 * straight into Pekko's buffer. Pekko makes it by reflection.
 */
final class WireSerializer extends SerializerWithStringManifest implements ByteBufferSerializer {

    @Override
    public int identifier() {
        return 720_003;
    }

    @Override
    public String manifest(Object message) {
        return switch ((Wire) message) {
            case Wire.Hello _ -> "H";
            case Wire.Call _ -> "C";
            case Wire.Reply _ -> "R";
        };
    }

    @Override
    public byte[] toBinary(Object message) {
        var out = ByteBuffer.allocate(size((Wire) message));
        toBinary(message, out);
        return Arrays.copyOf(out.array(), out.position());
    }

    /** An upper bound: a character takes three bytes at most. */
    private static int size(Wire message) {
        return switch (message) {
            case Wire.Hello hello ->
                64
                        + 3
                                * (hello.from().length()
                                        + hello.address().length()
                                        + hello.log().length());
            case Wire.Call call ->
                64
                        + 3
                                * (call.from().length()
                                        + call.address().length()
                                        + call.to().length()
                                        + call.log().length())
                        + call.message().size();
            case Wire.Reply reply ->
                64 + 3 * reply.from().length() + reply.message().size();
        };
    }

    @Override
    public void toBinary(Object message, ByteBuffer out) {
        switch ((Wire) message) {
            case Wire.Hello(var from, var address, var log, var start, var ask) -> {
                out.putLong(start).put((byte) (ask ? 1 : 0));
                text(out, from);
                text(out, address);
                text(out, log);
            }
            case Wire.Call(var id, var from, var address, var to, var log, var rpc, var bytes) -> {
                out.putLong(id).put((byte) rpc.code());
                text(out, from);
                text(out, address);
                text(out, to);
                text(out, log);
                bytes.copyToBuffer(out);
            }
            case Wire.Reply(var id, var from, var rpc, var bytes) -> {
                out.putLong(id).put((byte) rpc.code());
                text(out, from);
                bytes.copyToBuffer(out);
            }
        }
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        return fromBinary(ByteBuffer.wrap(bytes), manifest);
    }

    @Override
    public Object fromBinary(ByteBuffer in, String manifest) throws NotSerializableException {
        try {
            var number = in.getLong();
            var code = in.get();
            return switch (manifest) {
                case "H" -> new Wire.Hello(text(in), text(in), text(in), number, code == 1);
                case "C" -> new Wire.Call(number, text(in), text(in), text(in), text(in), Rpc.of(code), rest(in));
                case "R" -> new Wire.Reply(number, text(in), Rpc.of(code), rest(in));
                default -> throw new NotSerializableException("no message of the log has the manifest " + manifest);
            };
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new NotSerializableException("a message of the log is not readable: " + e);
        }
    }

    private static void text(ByteBuffer out, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        out.putShort((short) bytes.length).put(bytes);
    }

    private static String text(ByteBuffer in) {
        var bytes = new byte[Short.toUnsignedInt(in.getShort())];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static ByteString rest(ByteBuffer in) {
        var bytes = new byte[in.remaining()];
        in.get(bytes);
        return ByteString.fromArrayUnsafe(bytes);
    }
}
