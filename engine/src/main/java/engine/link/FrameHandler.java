package engine.link;

import engine.text.Reason;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * One end of a stream on its channel: each frame is one binary message of a WebSocket (RFC 6455). One frame at a time is with who
 * holds the end; while others wait nothing more is read. State belongs to the thread of the channel, but for {@link #arrived} and what
 * follows it.
 */
final class FrameHandler extends ChannelInboundHandlerAdapter {
    /** How long the other side has to take what was sent to it last, and to close. */
    private static final long CLOSING_MILLIS = 3000;

    /** Bytes of the reason of a close frame (RFC 6455, 5.5). */
    private static final int MAX_REASON = 123;

    private final End end;
    private final Outbox outbox = new Outbox(this::call);
    private @Nullable ChannelHandlerContext context;

    /** A close frame has been sent: nothing is sent after it, and what comes is not looked at. */
    private boolean closing;

    private final Queue<ByteString> arrived = new ArrayDeque<>();
    private boolean isTaking;
    private boolean isPaused;
    private boolean isOver;
    private boolean isTold;

    /** Who holds the end; called on any threads, one call at a time but for {@link #drained}, and must not block them. */
    interface End {

        /** The connection is there. */
        void opened(Outbox outbox);

        /** The next frame comes when this one is done with. */
        CompletionStage<Done> received(ByteString frame);

        /** What waits to be sent has become little again. */
        void drained();

        /** The connection has ended, orderly where there is no failure. */
        void closed(Optional<Throwable> failure);
    }

    FrameHandler(End end) {
        this.end = end;
    }

    /** How frames are read: no text is looked at, what is wrong is told here. */
    static WebSocketDecoderConfig decoding(boolean masked) {
        return WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(FrameCodec.MAX_FRAME)
                .expectMaskedFrames(masked)
                .allowMaskMismatch(false)
                .closeOnProtocolViolation(false)
                .build();
    }

    /** The handshake is over. */
    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        end.opened(outbox);
        if (!added.channel().isActive()) {
            over(Optional.empty());
        }
    }

    private void call() {
        var there = context;
        if (there != null) {
            there.executor().execute(() -> write(there));
        }
    }

    /** Writes what there is, as long as the system takes it, and has it sent at once. */
    private void write(ChannelHandlerContext there) {
        var state = outbox.look();
        if (closing) {
            return;
        }
        if (state instanceof Outbox.State.Aborted(var why)) {
            close(there, WebSocketCloseStatus.INTERNAL_SERVER_ERROR, why);
            return;
        }
        var some = false;
        while (there.channel().isWritable()) {
            var frame = outbox.poll();
            if (frame.isEmpty()) {
                break;
            }
            there.write(
                    new BinaryWebSocketFrame(Unpooled.wrappedBuffer(frame.get().toArrayUnsafe())));
            some = true;
        }
        if (some) {
            there.flush();
        }
        if (outbox.drained()) {
            end.drained();
        }
        if (state instanceof Outbox.State.Completing && outbox.isEmpty()) {
            close(there, WebSocketCloseStatus.NORMAL_CLOSURE, "");
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext there) {
        if (there.channel().isWritable()) {
            write(there);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext there, Object message) {
        try {
            switch (message) {
                case CloseWebSocketFrame frame -> closed(there, frame);
                case PingWebSocketFrame ping -> {
                    if (!closing) {
                        there.writeAndFlush(
                                new PongWebSocketFrame(ping.content().retain()));
                    }
                }
                case PongWebSocketFrame _ -> {}
                case BinaryWebSocketFrame frame -> {
                    if (!closing) {
                        take(there, ByteString.fromArrayUnsafe(ByteBufUtil.getBytes(frame.content())));
                    }
                }
                default -> fail(there, WebSocketCloseStatus.INVALID_MESSAGE_TYPE, "a text where frames are binary");
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void take(ChannelHandlerContext there, ByteString frame) {
        synchronized (arrived) {
            if (isOver) {
                return;
            }
            if (isTaking) {
                arrived.add(frame);
                isPaused = true;
                there.channel().config().setAutoRead(false);
                return;
            }
            isTaking = true;
        }
        hand(there, frame);
    }

    private void hand(ChannelHandlerContext there, ByteString frame) {
        end.received(frame).whenComplete((_, failure) -> {
            if (failure == null) {
                next(there);
            } else {
                there.executor()
                        .execute(() -> fail(there, WebSocketCloseStatus.INVALID_PAYLOAD_DATA, Reason.of(failure)));
            }
        });
    }

    /** On the thread of who has done with the frame before. */
    private void next(ChannelHandlerContext there) {
        Optional<ByteString> frame;
        synchronized (arrived) {
            frame = Optional.ofNullable(arrived.poll());
            if (frame.isEmpty()) {
                isTaking = false;
                if (isPaused) {
                    isPaused = false;
                    there.channel().config().setAutoRead(true);
                }
            }
        }
        frame.ifPresentOrElse(some -> hand(there, some), () -> tell(Optional.empty()));
    }

    /** The other side ends it, or agrees. */
    private void closed(ChannelHandlerContext there, CloseWebSocketFrame frame) {
        var code = frame.statusCode();
        var isOrderly = code == -1
                || code == WebSocketCloseStatus.NORMAL_CLOSURE.code()
                || code == WebSocketCloseStatus.ENDPOINT_UNAVAILABLE.code();
        over(
                isOrderly
                        ? Optional.empty()
                        : Optional.of(new LinkException("the other side closed the connection with code " + code
                                + (frame.reasonText().isEmpty() ? "" : ": " + frame.reasonText()))));
        if (closing) {
            there.close();
        } else {
            closing = true;
            there.writeAndFlush(new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE, ""))
                    .addListener(_ -> there.close());
        }
    }

    /** Something is wrong with what came. */
    private void fail(ChannelHandlerContext there, WebSocketCloseStatus status, String sentence) {
        over(Optional.of(new LinkException(sentence)));
        close(there, status, sentence);
    }

    /** Says so, then reads away what still comes: closed at once, the connection would be reset and the word of it lost. */
    private void close(ChannelHandlerContext there, WebSocketCloseStatus status, String reason) {
        if (closing) {
            return;
        }
        closing = true;
        outbox.end();
        there.writeAndFlush(new CloseWebSocketFrame(status, cut(reason)));
        there.channel().config().setAutoRead(true);
        there.executor().schedule(() -> there.close(), CLOSING_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static String cut(String reason) {
        var ascii = reason.replaceAll("[^ -~]", "?");
        return ascii.substring(0, Math.min(MAX_REASON, ascii.length()));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext there, Throwable cause) {
        var isTooLong = cause instanceof TooLongFrameException
                || (cause instanceof CorruptedWebSocketFrameException corrupted
                        && corrupted.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG));
        if (isTooLong) {
            fail(
                    there,
                    WebSocketCloseStatus.MESSAGE_TOO_BIG,
                    "a frame has more than " + FrameCodec.MAX_FRAME + " bytes");
        } else if (cause instanceof CorruptedWebSocketFrameException corrupted) {
            fail(there, corrupted.closeStatus(), Reason.of(corrupted));
        } else {
            over(Optional.of(cause));
            there.close();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext there, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            there.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext there) {
        over(Optional.empty());
    }

    /** Frames that came before an orderly end are handed on before it is told. */
    private void over(Optional<Throwable> failure) {
        outbox.end();
        synchronized (arrived) {
            isOver = true;
            if (failure.isPresent()) {
                arrived.clear();
            } else if (isTaking) {
                return;
            }
        }
        tell(failure);
    }

    private void tell(Optional<Throwable> failure) {
        synchronized (arrived) {
            if (!isOver || isTold) {
                return;
            }
            isTold = true;
        }
        end.closed(failure);
    }
}
