package engine.link;

import engine.http.message.Header;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker13;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A stream on its way to be one: the handshake of a WebSocket (RFC 6455, 4.1) on a connection of its own. */
final class StreamOpening extends SimpleChannelInboundHandler<FullHttpResponse> {
    private static final int MAX_REFUSAL = 64 << 10;

    private final FrameHandler.End end;
    private final Handshaker handshaker;
    private final CompletableFuture<Optional<String>> opened = new CompletableFuture<>();

    private StreamOpening(URI address, List<Header> headers, FrameHandler.End end) {
        this.end = end;
        var all = new DefaultHttpHeaders();
        headers.forEach(header -> all.add(header.name(), header.value()));
        this.handshaker = new Handshaker(address, all);
    }

    private static final class Handshaker extends WebSocketClientHandshaker13 {
        Handshaker(URI address, DefaultHttpHeaders headers) {
            super(address, WebSocketVersion.V13, null, false, headers, FrameCodec.MAX_FRAME);
        }

        @Override
        protected WebSocketFrameDecoder newWebsocketDecoder() {
            return new WebSocket13FrameDecoder(FrameHandler.decoding(false));
        }
    }

    /**
     * Opens one.
     *
     * @param limit for the connection, and for the handshake
     * @param made told of the connection
     * @return why not, empty for an open one
     */
    static CompletionStage<Optional<String>> open(
            InetSocketAddress address,
            List<Header> headers,
            FrameHandler.End end,
            Duration limit,
            Consumer<Channel> made) {
        var opening = new StreamOpening(
                URI.create("ws://" + AgentPortClient.authority(address) + PortRoutes.STREAM), headers, end);
        PeerConnections.bootstrap(limit)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        made.accept(channel);
                        channel.pipeline()
                                .addLast(PeerConnections.codec())
                                .addLast(new HttpObjectAggregator(MAX_REFUSAL))
                                .addLast(opening);
                    }
                })
                .connect(address)
                .addListener(connected -> {
                    if (!connected.isSuccess()) {
                        opening.opened.completeExceptionally(PeerConnections.notConnected(connected.cause()));
                    }
                });
        return opening.opened.orTimeout(2 * limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        handshaker.handshake(context.channel());
        opened.whenComplete((_, failure) -> {
            if (failure instanceof TimeoutException) {
                context.close();
            }
        });
        context.fireChannelActive();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
        if (!response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
            opened.complete(Optional.of(Objects.requireNonNullElseGet(
                    response.headers().get(PortRoutes.REFUSAL),
                    () -> "it does not take a stream: " + response.status())));
            context.close();
            return;
        }
        handshaker.finishHandshake(context.channel(), response);
        context.pipeline()
                .addLast(new WebSocketFrameAggregator(FrameCodec.MAX_FRAME))
                .addLast(new FrameHandler(end));
        context.pipeline().remove(this);
        opened.complete(Optional.empty());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        opened.completeExceptionally(new IOException("it closed the connection"));
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        opened.completeExceptionally(cause);
        context.close();
    }
}
