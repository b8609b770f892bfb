package engine.checks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** One HTTP/1.1 request and its answer over an open connection, spoken by Netty's codec. The body is read to its end. */
final class HttpExchange {

    private final Line line;
    private final int limit;
    private final EmbeddedChannel codec = new EmbeddedChannel(new HttpClientCodec());
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private boolean whole = true;
    private @Nullable HttpResponse head;

    private HttpExchange(Line line, int limit) {
        this.line = line;
        this.limit = limit;
        codec.config().setAllocator(UnpooledByteBufAllocator.DEFAULT);
    }

    /**
     * Sends a request and waits for the answer.
     *
     * @param limit bytes of the body kept; the rest is read and dropped
     */
    static HttpAnswer over(Line line, FullHttpRequest request, int limit) throws IOException {
        var exchange = new HttpExchange(line, limit);
        try {
            exchange.send(request);
            return exchange.receive();
        } finally {
            exchange.codec.finishAndReleaseAll();
        }
    }

    private void send(FullHttpRequest request) throws IOException {
        codec.writeOutbound(request);
        for (ByteBuf part = codec.readOutbound(); part != null; part = codec.readOutbound()) {
            try {
                part.readBytes(line.out(), part.readableBytes());
            } finally {
                part.release();
            }
        }
        line.out().flush();
    }

    private HttpAnswer receive() throws IOException {
        var buffer = new byte[8192];
        for (int read = line.in().read(buffer); read >= 0; read = line.in().read(buffer)) {
            codec.writeInbound(Unpooled.copiedBuffer(buffer, 0, read));
            var answer = answer();
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        // The end of the connection may be the end of the body.
        codec.finish();
        return answer().orElseThrow(() -> new EOFException(head == null ? "EOF" : "unexpected EOF"));
    }

    private Optional<HttpAnswer> answer() throws IOException {
        for (Object part = codec.readInbound(); part != null; part = codec.readInbound()) {
            try {
                if (part instanceof HttpObject object && object.decoderResult().isFailure()) {
                    throw new IOException("malformed HTTP response: "
                            + DialError.reason(object.decoderResult().cause()));
                }
                if (part instanceof HttpResponse response) {
                    head = response;
                }
                if (part instanceof HttpContent content) {
                    keep(content.content());
                }
                if (part instanceof LastHttpContent && head != null && isFinal(head)) {
                    return Optional.of(answer(head));
                }
            } finally {
                ReferenceCountUtil.release(part);
            }
        }
        return Optional.empty();
    }

    private void keep(ByteBuf content) {
        var bytes = new byte[Math.min(content.readableBytes(), limit - kept.size())];
        content.readBytes(bytes);
        kept.writeBytes(bytes);
        whole &= !content.isReadable();
    }

    private HttpAnswer answer(HttpResponse response) {
        return new HttpAnswer(
                response.status().code(),
                status(response.status()),
                response.headers(),
                ByteString.fromArrayUnsafe(kept.toByteArray()),
                whole);
    }

    /** The phrase may be left out (RFC 9112); then it is the usual one. */
    private static String status(HttpResponseStatus sent) {
        return (sent.reasonPhrase().isBlank() ? HttpResponseStatus.valueOf(sent.code()) : sent).toString();
    }

    /** What comes before it, such as {@code 100 Continue}, is no answer. */
    private static boolean isFinal(HttpResponse response) {
        return response.status().code() >= 200 || response.status().code() == 101;
    }
}
