package engine.link;

import engine.http.message.HttpRequest;
import engine.http.message.HttpResponse;
import engine.http.sockets.ArrivingBody;
import engine.text.Reason;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the agent port of another: one request at a time, with an answer that is whole, or a body that goes on coming. All
 * state belongs to the thread of the channel.
 */
final class PeerConnection extends ChannelInboundHandlerAdapter {
    /** How often it is looked whether anything passes. */
    static final Duration LOOK = Duration.ofSeconds(10);

    /** Below the server's, so that none is used that the server is closing. */
    private static final Duration KEPT = Duration.ofSeconds(30);

    /** How long a body may wait for somebody to read it: longer than a caller that is slow to read, such as over a slow line. */
    private static final long READ_WITHIN_SECONDS = 10;

    /** Bytes of a body that is waited for where its length is known. */
    private static final int SHORT = 64 << 10;

    private final Channel channel;
    private final Duration longest;
    private final Materializer materializer;
    private final Owner owner;
    private @Nullable CompletableFuture<HttpResponse> asked;
    private boolean isHead;
    private boolean isSent;

    private io.netty.handler.codec.http.@Nullable HttpResponse head;
    private ByteString body = ByteString.emptyByteString();
    private @Nullable ArrivingBody arriving;
    private boolean isRead;
    private Duration quiet = Duration.ZERO;

    /** Who has connections; called on their threads. */
    interface Owner {
        /** An answer is over: it can be asked again. */
        void free(PeerConnection connection);

        /** It is closed. */
        void gone(PeerConnection connection);
    }

    /** @param longest how long nothing may pass while an answer is waited for */
    PeerConnection(Channel channel, Duration longest, Materializer materializer, Owner owner) {
        this.channel = channel;
        this.longest = longest;
        this.materializer = materializer;
        this.owner = owner;
    }

    void close() {
        channel.close();
    }

    /**
     * Asks, where no other request is under way.
     *
     * @param answer completed with what comes of it
     * @return false, of which the answer knows nothing, where the connection has been closed meanwhile
     */
    CompletionStage<Boolean> ask(HttpRequest request, CompletableFuture<HttpResponse> answer) {
        var taken = new CompletableFuture<Boolean>();
        channel.eventLoop().execute(() -> {
            if (!channel.isActive()) {
                taken.complete(false);
                return;
            }
            taken.complete(true);
            asked = answer;
            isHead = request.method().equals("HEAD");
            quiet = Duration.ZERO;
            isSent = false;
            PeerMessages.write(channel, request, materializer).whenComplete((_, failure) -> {
                if (channel.eventLoop().inEventLoop()) {
                    sent(failure);
                } else {
                    channel.eventLoop().execute(() -> sent(failure));
                }
            });
        });
        return taken;
    }

    private void sent(@Nullable Throwable failure) {
        if (failure == null) {
            isSent = true;
        } else {
            fail(failure);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        quiet = Duration.ZERO;
        try {
            if (message instanceof io.netty.handler.codec.http.HttpResponse response) {
                begin(response);
            }
            if (message instanceof HttpContent content && head != null) {
                take(head, content);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(io.netty.handler.codec.http.HttpResponse response) {
        if (response.decoderResult().isFailure()) {
            fail(new IOException("the answer is no valid HTTP/1.1: "
                    + Reason.of(response.decoderResult().cause())));
        } else if (asked == null) {
            channel.close();
        } else if (response.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
            head = response;
            body = ByteString.emptyByteString();
        }
    }

    private void take(io.netty.handler.codec.http.HttpResponse response, HttpContent content) {
        if (content.decoderResult().isFailure()) {
            fail(new IOException("the answer's body is no valid one"));
            return;
        }
        var bytes = ByteString.fromArrayUnsafe(ByteBufUtil.getBytes(content.content()));
        var last = content instanceof LastHttpContent;
        if (arriving != null) {
            if (!bytes.isEmpty()) {
                arriving.add(bytes);
            }
            if (last) {
                arriving.complete();
                arriving = null;
                channel.config().setAutoRead(true);
                end(response);
            }
        } else {
            body = body.isEmpty() ? bytes : body.concat(bytes);
            if (last) {
                var whole = body.compact();
                answer(PeerMessages.whole(response, isHead, whole));
                end(response);
            }
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (head != null
                && arriving == null
                && !(HttpUtil.getContentLength(head, Long.MAX_VALUE) <= SHORT && body.size() <= SHORT)) {
            stream(head);
        }
        context.fireChannelReadComplete();
    }

    private void stream(io.netty.handler.codec.http.HttpResponse response) {
        channel.config().setAutoRead(false);
        isRead = false;
        var coming = new ArrivingBody(channel, body, () -> isRead = true, channel::close);
        arriving = coming;
        body = ByteString.emptyByteString();
        channel.eventLoop()
                .schedule(
                        () -> {
                            if (arriving == coming && !isRead) {
                                fail(new TimeoutException("nobody has read the answer"));
                            }
                        },
                        READ_WITHIN_SECONDS,
                        TimeUnit.SECONDS);
        answer(PeerMessages.streamed(response, coming.source()));
    }

    private void answer(HttpResponse response) {
        var answer = asked;
        asked = null;
        if (answer == null || !answer.complete(response)) {
            response.entity().leave(materializer);
        }
    }

    private void end(io.netty.handler.codec.http.HttpResponse response) {
        head = null;
        body = ByteString.emptyByteString();
        if (isSent && HttpUtil.isKeepAlive(response)) {
            owner.free(this);
        } else {
            channel.close();
        }
    }

    private void fail(Throwable failure) {
        var answer = asked;
        asked = null;
        if (answer != null) {
            answer.completeExceptionally(failure);
        }
        if (arriving != null) {
            arriving.fail(Reason.of(failure));
            arriving = null;
        }
        head = null;
        channel.close();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof IdleStateEvent) {
            quiet = quiet.plus(LOOK);
            if (asked != null || arriving != null) {
                if (quiet.compareTo(longest) >= 0) {
                    fail(new TimeoutException("nothing has come for " + quiet.toSeconds() + " s"));
                }
            } else if (quiet.compareTo(KEPT) >= 0) {
                channel.close();
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail(new IOException("the connection was closed before there was an answer"));
        owner.gone(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(cause);
    }
}
