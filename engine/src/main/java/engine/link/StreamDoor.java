package engine.link;

import engine.text.Reason;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes a connection to an agent port over where its first request begins a stream; others go on as they are. */
final class StreamDoor extends ChannelInboundHandlerAdapter {
    /** Also the absolute form, which some agents send (RFC 9112, 3.2.2). */
    private static final Pattern TARGET = Pattern.compile("((http|ws)://[^/?#]+)?" + PortRoutes.STREAM);

    private final PortRoutes routes;
    private boolean isFirst = true;
    private boolean isTaken;

    StreamDoor(PortRoutes routes) {
        this.routes = routes;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (isTaken) {
            ReferenceCountUtil.release(message); // the end of a request that has no body
            return;
        }
        if (isFirst && message instanceof HttpRequest request && begins(request)) {
            isTaken = true;
            take(context, request);
            return;
        }
        isFirst = false;
        context.fireChannelRead(message);
    }

    private static boolean begins(HttpRequest request) {
        return request.decoderResult().isSuccess()
                && TARGET.matcher(request.uri()).matches()
                && request.method().name().equals("GET")
                && request.headers().containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                && request.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_KEY)
                && WebSocketVersion.V13
                        .toHttpHeaderValue()
                        .equals(request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_VERSION));
    }

    private void take(ChannelHandlerContext context, HttpRequest request) {
        context.channel().config().setAutoRead(false);
        context.pipeline().removeLast();
        var client = context.channel().remoteAddress() instanceof InetSocketAddress remote
                ? remote.getAddress().getHostAddress()
                : "";
        routes.stream(name -> Optional.ofNullable(request.headers().get(name)), client)
                .whenComplete(
                        (entrance, failure) -> context.executor().execute(() -> answer(context, request, entrance)));
    }

    private static void answer(
            ChannelHandlerContext context, HttpRequest request, PortRoutes.@Nullable Entrance entrance) {
        switch (entrance) {
            case PortRoutes.Entrance.Refused(var status, var sentence) -> refuse(context, status, sentence);
            case PortRoutes.Entrance.Open(var end) -> open(context, request, end);
            case null -> refuse(context, 500, "the server could not take the stream");
        }
    }

    private static void refuse(ChannelHandlerContext context, int status, String sentence) {
        var body = Unpooled.copiedBuffer(sentence + "\n", StandardCharsets.UTF_8);
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), body);
        response.headers()
                .set("Content-Type", "text/plain; charset=UTF-8")
                .set("Content-Length", body.readableBytes())
                .set("Connection", "close")
                .set(PortRoutes.REFUSAL, PortRoutes.ascii(sentence));
        context.channel().writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    private static void open(ChannelHandlerContext context, HttpRequest request, FrameHandler.End end) {
        var channel = context.channel();
        var whole = new DefaultFullHttpRequest(
                request.protocolVersion(),
                request.method(),
                request.uri(),
                Unpooled.EMPTY_BUFFER,
                request.headers(),
                EmptyHttpHeaders.INSTANCE);
        var handshaker = new WebSocketServerHandshaker13("", null, FrameHandler.decoding(true));
        try {
            handshaker
                    .handshake(channel, whole, EmptyHttpHeaders.INSTANCE, channel.newPromise())
                    .addListener(shaken -> {
                        if (!shaken.isSuccess()) {
                            end.closed(Optional.of(shaken.cause()));
                            channel.close();
                            return;
                        }
                        channel.pipeline()
                                .addLast(new WebSocketFrameAggregator(FrameCodec.MAX_FRAME))
                                .addLast(new FrameHandler(end));
                        channel.pipeline().remove(StreamDoor.class);
                        channel.config().setAutoRead(true);
                    });
        } catch (WebSocketHandshakeException e) {
            end.closed(Optional.of(e));
            refuse(context, 400, Reason.of(e));
        }
    }
}
