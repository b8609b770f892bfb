package engine.checks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.Http2ChannelDuplexHandler;
import io.netty.handler.codec.http2.Http2Frame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.ReferenceCountUtil;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** HTTP/2 (RFC 9113), the client's side, over an open connection: what is read and written goes through Netty's codec. */
final class Http2Line implements Closeable {

    static final List<String> ALPN = List.of("h2");

    private final Line line;
    private final Streams streams = new Streams();
    private final EmbeddedChannel channel;
    private final byte[] buffer = new byte[8192];

    /** Makes streams, and keeps what the codec finds wrong. */
    private static final class Streams extends Http2ChannelDuplexHandler {

        private @Nullable Throwable broken;

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            broken = cause;
        }
    }

    private Http2Line(Line line) {
        this.line = line;
        var codec = Http2FrameCodecBuilder.forClient()
                .initialSettings(
                        Http2Settings.defaultSettings().pushEnabled(false).maxHeaderListSize(8192))
                .gracefulShutdownTimeoutMillis(0)
                .build();
        channel = new EmbeddedChannel(codec, streams);
        channel.config().setAllocator(UnpooledByteBufAllocator.DEFAULT);
    }

    /** Connects, and says the preface. */
    static Http2Line open(Endpoint endpoint, Optional<TlsClient> tls, Opened opened) throws IOException {
        var line = Dial.open(endpoint, tls, ALPN, opened);
        if (tls.isPresent() && !line.protocol().equals("h2")) {
            throw new IOException("the server does not offer HTTP/2 (ALPN protocol h2)");
        }
        var http2 = new Http2Line(line);
        http2.write();
        return http2;
    }

    Http2FrameStream newStream() {
        return streams.newStream();
    }

    void send(Http2Frame... frames) throws IOException {
        channel.writeOutbound((Object[]) frames);
        write();
    }

    /** The next frame; the caller releases it. Settings and pings of the server are answered. */
    Object next() throws IOException {
        while (true) {
            var frame = channel.readInbound();
            if (frame instanceof Http2GoAwayFrame goAway) {
                var code = goAway.errorCode();
                ReferenceCountUtil.release(frame);
                if (code != 0) {
                    throw new IOException("the server ends the connection with error " + code);
                }
            } else if (frame != null) {
                return frame;
            } else {
                read();
            }
        }
    }

    @Override
    public void close() {
        channel.finishAndReleaseAll();
    }

    private void read() throws IOException {
        int read = line.in().read(buffer);
        if (read < 0) {
            throw new EOFException("EOF");
        }
        channel.writeInbound(Unpooled.copiedBuffer(buffer, 0, read));
        if (streams.broken != null) {
            throw new IOException("this is not HTTP/2: " + DialError.reason(streams.broken), streams.broken);
        }
        write();
    }

    private void write() throws IOException {
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            try {
                part.readBytes(line.out(), part.readableBytes());
            } finally {
                part.release();
            }
        }
        line.out().flush();
    }
}
