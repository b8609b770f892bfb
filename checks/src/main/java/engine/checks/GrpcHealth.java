package engine.checks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The two messages of the gRPC health protocol. {@code HealthCheckRequest} has a text {@code service = 1},
 * {@code HealthCheckResponse} an enum {@code status = 1}.
 */
final class GrpcHealth {

    /** In the order of their numbers. */
    enum Serving {
        UNKNOWN,
        SERVING,
        NOT_SERVING,
        SERVICE_UNKNOWN
    }

    private static final int SERVICE = (1 << 3) | 2;
    private static final int STATUS = 1 << 3;

    private GrpcHealth() {}

    /** A request with its prefix: not compressed, and how long it is. */
    static byte[] request(String service) {
        var name = service.getBytes(StandardCharsets.UTF_8);
        var message = new ByteArrayOutputStream();
        if (name.length > 0) {
            message.write(SERVICE);
            for (int rest = name.length; ; rest >>>= 7) {
                message.write(rest < 0x80 ? rest : (rest & 0x7F) | 0x80);
                if (rest < 0x80) {
                    break;
                }
            }
            message.writeBytes(name);
        }
        return ByteBuffer.allocate(5 + message.size())
                .put((byte) 0)
                .putInt(message.size())
                .put(message.toByteArray())
                .array();
    }

    /** The status in a response; fields that are not known are passed over. */
    static Serving status(byte[] response) throws IOException {
        long status = 0;
        var in = ByteBuffer.wrap(response);
        while (in.hasRemaining()) {
            long tag = varint(in);
            switch ((int) (tag & 7)) {
                case 0 -> {
                    long value = varint(in);
                    status = tag == STATUS ? value : status;
                }
                case 1 -> skip(in, 8);
                case 2 -> skip(in, varint(in));
                case 5 -> skip(in, 4);
                default -> throw malformed();
            }
        }
        return status >= 0 && status < Serving.values().length ? Serving.values()[(int) status] : Serving.UNKNOWN;
    }

    private static long varint(ByteBuffer in) throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64 && in.hasRemaining(); shift += 7) {
            byte next = in.get();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw malformed();
    }

    private static void skip(ByteBuffer in, long bytes) throws IOException {
        if (bytes < 0 || bytes > in.remaining()) {
            throw malformed();
        }
        in.position(in.position() + (int) bytes);
    }

    private static IOException malformed() {
        return new IOException("the answer is no HealthCheckResponse");
    }
}
