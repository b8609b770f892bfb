package engine.checks;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

/** What comes back of a gRPC call with one answer: headers, a message with its length before it, trailers. */
final class GrpcAnswer {

    /** The answer of a health check has two bytes. */
    private static final int MOST = 4096;

    private static final int PREFIX = 5;

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private CharSequence http = "";
    private CharSequence code = "";
    private CharSequence message = "";

    /** Headers or trailers; an answer without a message has both in one. */
    void headers(Http2Headers headers) {
        http = headers.status() == null ? http : headers.status();
        code = headers.get("grpc-status", code);
        message = headers.get("grpc-message", message);
    }

    void data(ByteBuf content) throws IOException {
        if (body.size() + content.readableBytes() > MOST) {
            throw new IOException("the answer is longer than " + MOST + " bytes");
        }
        content.readBytes(body, content.readableBytes());
    }

    GrpcStatus status() {
        if (code.isEmpty() && !http.toString().equals("200")) {
            return new GrpcStatus(2, "unexpected HTTP status code received from server: " + http);
        }
        return GrpcStatus.of(code.toString(), message.toString());
    }

    /** The message without its prefix. */
    byte[] message() throws IOException {
        var bytes = body.toByteArray();
        if (bytes.length < PREFIX) {
            throw new IOException("the answer has no message");
        }
        if (bytes[0] != 0) {
            throw new IOException("the answer is compressed, which was not asked for");
        }
        return Arrays.copyOfRange(bytes, PREFIX, bytes.length);
    }
}
