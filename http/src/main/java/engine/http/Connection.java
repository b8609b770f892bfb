package engine.http;

import engine.http.message.Entity;
import engine.http.protocol.Protocol;
import engine.http.sockets.ArrivingBody;
import engine.http.sockets.EventLoops;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of a client: its requests are answered one after another (RFC 9112, 9.3). A body that has come with its request
 * is handed on whole, another one as an {@link ArrivingBody}. All state belongs to the thread of the channel.
 */
final class Connection extends ChannelInboundHandlerAdapter {
    /** Answers a request; never fails. */
    @FunctionalInterface
    interface Handler {
        CompletionStage<Answer> handle(Request request);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    /** How long a client that still sends has to see why it should not. */
    private static final long LINGER_MILLIS = 2000;

    /** How long a client may take nothing of an answer that has been sent. */
    private static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final long START = System.nanoTime();

    private static final long NEVER = Long.MAX_VALUE;

    private final DuplexChannel channel;
    private final Underway underway;
    private final String client;
    private final Handler handler;
    private final Supplier<Protocol> protocol;
    private final Materializer materializer;
    private final boolean isForAgents;

    /** Cancelled when the client sends no more: whether it has gone or waits for answers cannot be told apart until something is sent. */
    private final Cancellation cancellation = new Cancellation();

    /** What came while a request was being answered. */
    private final Queue<Object> inbox = new ArrayDeque<>();

    /** A request whose body has not come whole. */
    private @Nullable HttpRequest head;

    private ByteString body = ByteString.emptyByteString();
    private @Nullable ArrivingBody upload;
    private @Nullable Reply reply;
    private boolean draining;

    /** Something that was read is more than a part of a head. */
    private boolean understood;

    private boolean headBegun;

    /** Of an answer that is being sent. */
    private long untaken;

    private long partsBefore;

    /** By {@link System#nanoTime}, less the time of the start: when to look whether the client does what it should. */
    private volatile long due;

    /** What comes is not looked at any more. */
    private boolean deaf;

    private boolean inputEnded;

    /** Another protocol has begun on it: it is none of HTTP any more. */
    private volatile boolean handedOver;

    private boolean ending;

    /**
     * @param underway where the bytes of large answers are counted
     * @param client its address; empty where it has none
     * @param isForAgents the other side is an agent, which hands answers on as they are
     */
    Connection(
            DuplexChannel channel,
            Underway underway,
            String client,
            Handler handler,
            Supplier<Protocol> protocol,
            Materializer materializer,
            boolean isForAgents) {
        this.channel = channel;
        this.underway = underway;
        this.client = client;
        this.handler = handler;
        this.protocol = protocol;
        this.materializer = materializer;
        this.isForAgents = isForAgents;
        this.due = in(protocol.get().idleTimeout());
    }

    private static long in(Duration time) {
        return time.isZero() ? NEVER : System.nanoTime() - START + time.toNanos();
    }

    /** Ends it when the client has done nothing for too long; called now and then from any thread. */
    void look() {
        if (isDue()) {
            channel.eventLoop().execute(() -> {
                if (isDue()) {
                    expire();
                }
            });
        }
    }

    private boolean isDue() {
        return due < System.nanoTime() - START;
    }

    private void expire() {
        if (reply != null) {
            var left = channel.unsafe().outboundBuffer();
            var present = left == null ? 0 : left.totalPendingWriteBytes();
            var moved = present == 0 || present < untaken || reply.progress() != partsBefore;
            if (moved && !reply.isOverdue()) {
                untaken = present;
                partsBefore = reply.progress();
                due = System.nanoTime() - START + STALLED_NANOS;
                return;
            }
            channel.close();
        } else if (headBegun) {
            headBegun = false;
            due = NEVER;
            refuse(
                    new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/"),
                    new Refusal(408, "The request's headers did not arrive in time."));
        } else {
            channel.close();
        }
    }

    /** Closes when what is being answered is; not where another protocol is spoken, whose end is known to others. */
    void end() {
        channel.eventLoop().execute(() -> {
            ending = true;
            if (reply == null && !handedOver) {
                channel.close();
            }
        });
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (channel.isActive()) {
            handedOver = true;
            due = NEVER;
        }
    }

    /** Closes now. */
    void abort() {
        channel.close();
    }

    /** Done when it is closed. */
    CompletionStage<Done> closed() {
        return EventLoops.stage(channel.closeFuture());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        understood = true;
        if (upload == null && reply != null && !deaf) {
            inbox.add(message);
            channel.config().setAutoRead(false);
            return;
        }
        take(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (head != null && reply == null) {
            beginUpload(head);
        }
        if (!understood && reply == null && !headBegun && !inputEnded) {
            headBegun = true;
            due = in(protocol.get().headerTimeout());
        }
        understood = false;
    }

    private void take(Object message) {
        try {
            if (deaf) {
                return;
            }
            if (message instanceof HttpRequest request) {
                if (request.decoderResult().isFailure()) {
                    refuse(request, RequestHead.refusal(request.decoderResult().cause()));
                } else {
                    head = request;
                    body = ByteString.emptyByteString();
                }
            }
            if (message instanceof HttpContent content) {
                take(content);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void take(HttpContent content) {
        if (content.decoderResult().isFailure()) {
            if (upload != null) {
                upload.fail("the body is no valid one");
            } else if (head != null) {
                refuse(head, RequestHead.refusal(content.decoderResult().cause()));
            }
            return;
        }
        var bytes = bytes(content);
        var last = content instanceof LastHttpContent;
        if (upload != null) {
            if (!bytes.isEmpty()) {
                upload.add(bytes);
            }
            if (last) {
                upload.complete();
                upload = null;
                channel.config().setAutoRead(true);
            }
        } else if (head != null) {
            body = body.concat(bytes);
            if (last) {
                begin(head, body.isEmpty() ? Entity.Whole.EMPTY : Entity.of(Entity.BYTES, body.compact()));
            }
        }
    }

    private static ByteString bytes(HttpContent content) {
        var buffer = content.content();
        if (!buffer.isReadable()) {
            return ByteString.emptyByteString();
        }
        var bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes);
        return ByteString.fromArrayUnsafe(bytes);
    }

    private void beginUpload(HttpRequest request) {
        var expected = body.isEmpty() && HttpUtil.is100ContinueExpected(request);
        var coming = new ArrivingBody(channel, body, () -> begun(expected), () -> {});
        upload = coming;
        channel.config().setAutoRead(false);
        var length = HttpUtil.getContentLength(request, -1L);
        begin(
                request,
                length > 0
                        ? Entity.streamed(Entity.BYTES, length, coming.source())
                        : Entity.streamed(Entity.BYTES, coming.source()));
    }

    /** Some clients send nothing before they are told to (RFC 9110, 10.1.1). */
    private void begun(boolean expected) {
        if (expected) {
            channel.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        }
    }

    private void begin(HttpRequest request, Entity entity) {
        head = null;
        body = ByteString.emptyByteString();
        headBegun = false;
        due = NEVER;
        Request asked;
        try {
            asked = RequestHead.read(request, entity, client, cancellation, channel.eventLoop());
        } catch (Refusal e) {
            refuse(request, e);
            return;
        }
        var answering = replyTo(request, asked.id());
        reply = answering;
        handler.handle(asked).whenComplete((answer, failure) -> {
            if (channel.eventLoop().inEventLoop()) {
                answer(answering, answer, failure);
            } else {
                channel.eventLoop().execute(() -> answer(answering, answer, failure));
            }
        });
    }

    private Reply replyTo(HttpRequest request, String id) {
        return new Reply(channel, underway, client, request, id, protocol.get(), materializer, isForAgents);
    }

    private void answer(Reply answering, @Nullable Answer answer, @Nullable Throwable failure) {
        if (answer == null) {
            LOG.error("a request was not answered", failure);
            channel.close();
            return;
        }
        untaken = Long.MAX_VALUE;
        partsBefore = 0;
        var status = answer.status();
        due = System.nanoTime() - START + STALLED_NANOS;
        sent(answering, answer).whenComplete((isLast, broken) -> {
            reply = null;
            due = in(protocol.get().idleTimeout());
            answering.log(status);
            if (broken != null) {
                LOG.debug("an answer could not be sent", broken);
                channel.close();
            } else if (isLast) {
                close();
            } else {
                drain();
            }
        });
    }

    private CompletionStage<Boolean> sent(Reply answering, Answer answer) {
        try {
            return answering.send(answer, ending || inputEnded || upload != null);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Answers with what is wrong, and closes: what comes behind such a request could be anything. */
    private void refuse(HttpRequest request, Refusal refusal) {
        head = null;
        ending = true;
        var answering = replyTo(request, RequestHead.id(request));
        reply = answering;
        answer(answering, Answer.text(refusal.status(), String.valueOf(refusal.getMessage())), null);
        linger();
    }

    private void drain() {
        if (draining) {
            return;
        }
        draining = true;
        while (reply == null && !inbox.isEmpty()) {
            take(inbox.remove());
        }
        draining = false;
        if (reply == null && head != null) {
            beginUpload(head);
        } else if (reply == null && inputEnded) {
            channel.close();
        } else if (inbox.isEmpty() && upload == null) {
            channel.config().setAutoRead(true);
        }
    }

    private void close() {
        if (upload != null) {
            linger();
        } else if (!deaf) {
            channel.close();
        }
    }

    /** Reads away what still comes for a while: closed at once, the connection would be reset and the answer lost. */
    private void linger() {
        deaf = true;
        upload = null;
        channel.shutdownOutput();
        channel.config().setAutoRead(true);
        channel.eventLoop().schedule(() -> channel.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnded = true;
            if (upload != null) {
                upload.fail("the client has gone");
            }
            // Nobody ends a stream of answers but the client, by going.
            if (deaf || reply == null || reply.streams()) {
                channel.close();
            }
            cancellation.cancel();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (upload != null) {
            upload.fail("the client has gone");
        }
        cancellation.cancel();
        if (reply != null) {
            reply.abort();
        }
        inbox.forEach(ReferenceCountUtil::release);
        inbox.clear();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("a connection is closed", cause);
        channel.close();
    }
}
