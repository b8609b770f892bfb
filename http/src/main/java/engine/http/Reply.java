package engine.http;

import engine.http.message.Entity;
import engine.http.protocol.EntityTag;
import engine.http.protocol.Gzip;
import engine.http.protocol.Protocol;
import engine.http.protocol.RequestId;
import engine.http.sockets.EventLoops;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.UniqueKillSwitch;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one request on its way to the client. Keeps of the request what it needs alone: many wait. All state belongs to the
 * thread of the channel.
 */
final class Reply {
    /** Written as people know it: some read headers with tools that mind the case. */
    private static final String CONTENT_LENGTH = "Content-Length";

    /** Bytes of a body that is made smaller on the thread of its channel: some milliseconds' worth. */
    private static final int QUICK = 256 << 10;

    /** Bytes of a large body that are given to the channel at a time. */
    private static final int PART = 64 << 10;

    private static final String NO_ROOM =
            "Too many large answers are on their way to clients that are slow to take them: ask again in a moment, or for less.";

    private final Channel channel;
    private final Underway underway;
    /** Whether the client knows chunks, and keeps connections that nobody speaks of. */
    private final boolean isModern;

    private final boolean keepsAlive;
    private final boolean isHead;
    private final boolean isRead;
    private final @Nullable String acceptEncoding;
    private final @Nullable String ifNoneMatch;

    /** For the log: empty where there is none. */
    private final String method;

    private final String target;
    private final String client;
    private final String id;
    private final Protocol protocol;
    private final long begun = System.nanoTime();
    private long bytes;
    private long parts;
    /** Of a large body, before it is made smaller. */
    private long length;

    /** When the first part was given to the channel, by {@link System#nanoTime}. */
    private long sentSince;

    private boolean sending;
    private final Materializer materializer;
    private final boolean isForAgents;
    private @Nullable UniqueKillSwitch stream;

    /**
     * @param underway where the bytes of large answers are counted
     * @param client its address, for the log
     * @param request that is answered
     * @param id the request's
     * @param isForAgents goes as it is, without tag, compression and id: the agent that asked hands it on, and adds those
     */
    Reply(
            Channel channel,
            Underway underway,
            String client,
            HttpRequest request,
            String id,
            Protocol protocol,
            Materializer materializer,
            boolean isForAgents) {
        this.channel = channel;
        this.underway = underway;
        this.client = client;
        this.id = id;
        this.protocol = protocol;
        this.isModern = !request.protocolVersion().equals(HttpVersion.HTTP_1_0);
        this.keepsAlive = HttpUtil.isKeepAlive(request);
        this.isHead = request.method().equals(HttpMethod.HEAD);
        this.isRead = isHead || request.method().equals(HttpMethod.GET);
        this.acceptEncoding = request.headers().get("Accept-Encoding");
        this.ifNoneMatch = request.headers().get("If-None-Match");
        var isLogged = protocol.accessLog() != Protocol.AccessLog.OFF;
        this.method = isLogged ? request.method().name() : "";
        this.target = isLogged ? request.uri() : "";
        this.materializer = materializer;
        this.isForAgents = isForAgents;
    }

    /**
     * Sends it.
     *
     * @param last whether the connection ends with it, which answer and request may want too
     * @return done when all is sent, with whether the connection ends with it; on the thread of the channel
     */
    CompletionStage<Boolean> send(Answer answer, boolean last) {
        var isLast = last || !keepsAlive || answer.closes();
        if (!channel.isActive()) {
            answer.entity().leave(materializer);
            return CompletableFuture.completedFuture(true);
        }
        return answer.entity() instanceof Entity.Whole strict
                ? admitted(answer, strict.data(), isLast)
                : streamed(answer, isLast);
    }

    private CompletionStage<Boolean> admitted(Answer answer, ByteString data, boolean isLast) {
        var size = data.size();
        if (size < Underway.LARGE) {
            return whole(answer, data, isLast);
        }
        if (!underway.enter(size)) {
            return send(Answer.text(503, NO_ROOM).with("Retry-After", "1"), isLast);
        }
        length = size;
        CompletionStage<Boolean> sent;
        try {
            sent = whole(answer, data, isLast);
        } catch (RuntimeException e) {
            underway.leave(size);
            throw e;
        }
        return sent.whenComplete((_, _) -> underway.leave(size));
    }

    /** What has been given to the client's system so far, in parts. */
    long progress() {
        return parts;
    }

    /** Whether the client has taken the body at less than the least rate. */
    boolean isOverdue() {
        return sending && Underway.isOverdue(length, Duration.ofNanos(System.nanoTime() - sentSince));
    }

    /** Whether it is a stream that may never end. */
    boolean streams() {
        return stream != null;
    }

    /** Nobody takes it any more. */
    void abort() {
        if (stream != null) {
            stream.shutdown();
        }
    }

    /** It has been sent, or could not be. */
    void log(int status) {
        if (protocol.accessLog() != Protocol.AccessLog.OFF) {
            AccessLog.log(
                    protocol.accessLog(),
                    new AccessLog.Entry(
                            client, method, target, status, bytes, Duration.ofNanos(System.nanoTime() - begun), id));
        }
    }

    private CompletionStage<Boolean> whole(Answer answer, ByteString data, boolean isLast) {
        var body = data.toArrayUnsafe();
        if (isForAgents) {
            return whole(answer, body, "", false, isLast);
        }
        var tag = tag(answer, body);
        if (!tag.isEmpty() && ifNoneMatch != null && EntityTag.isNamed(tag, ifNoneMatch)) {
            return unchanged(answer, tag, isLast);
        }
        if (body.length < Gzip.SMALLEST || acceptEncoding == null || !Gzip.isWanted(acceptEncoding)) {
            return whole(answer, body, tag, false, isLast);
        }
        return body.length <= QUICK
                ? whole(answer, Gzip.compress(body), tag, true, isLast)
                : CompletableFuture.supplyAsync(() -> Gzip.compress(body), materializer.executionContext())
                        .thenComposeAsync(small -> whole(answer, small, tag, true, isLast), channel.eventLoop());
    }

    /** Of what was read; empty for any other answer, and where a server has given it one. */
    private String tag(Answer answer, byte[] body) {
        return isRead
                        && answer.status() == 200
                        && body.length > 0
                        && answer.headers().stream().noneMatch(header -> header.is("etag"))
                ? EntityTag.of(body)
                : "";
    }

    private CompletionStage<Boolean> unchanged(Answer answer, String tag, boolean isLast) {
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.NOT_MODIFIED);
        fill(response.headers(), answer, isLast);
        response.headers().remove("Content-Type");
        response.headers().set("ETag", tag);
        return EventLoops.stage(channel.writeAndFlush(response)).thenApply(_ -> isLast);
    }

    private CompletionStage<Boolean> whole(Answer answer, byte[] body, String tag, boolean gzipped, boolean isLast) {
        bytes = isHead ? 0 : body.length;
        var inParts = body.length >= Underway.LARGE && !isHead;
        var response = inParts
                ? new DefaultHttpResponse(HttpVersion.HTTP_1_1, status(answer))
                : new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status(answer), Unpooled.wrappedBuffer(body));
        var headers = response.headers();
        fill(headers, answer, isLast);
        headers.set(CONTENT_LENGTH, body.length);
        if (!tag.isEmpty()) {
            headers.set("ETag", tag);
        }
        if (gzipped) {
            headers.set("Content-Encoding", "gzip");
        }
        if (!isForAgents && (gzipped || body.length >= Gzip.SMALLEST)) {
            headers.add("Vary", "Accept-Encoding");
        }
        if (inParts) {
            channel.write(response);
            return parts(body, 0).thenComposeAsync(_ -> end(isLast), channel.eventLoop());
        }
        return EventLoops.stage(channel.writeAndFlush(response)).thenApply(_ -> isLast);
    }

    /** One after another: the channel copies what it is given, and need not copy all at once. */
    private CompletionStage<Done> parts(byte[] body, int from) {
        if (!sending) {
            sending = true;
            sentSince = System.nanoTime();
        }
        for (var at = from; at < body.length; at += PART) {
            var next = at + PART;
            var written = channel.writeAndFlush(
                    new DefaultHttpContent(Unpooled.wrappedBuffer(body, at, Math.min(PART, body.length - at))));
            parts++;
            if (!written.isSuccess()) {
                return EventLoops.stage(written).thenComposeAsync(_ -> parts(body, next), channel.eventLoop());
            }
        }
        return CompletableFuture.completedFuture(Done.getInstance());
    }

    private CompletionStage<Boolean> streamed(Answer answer, boolean isLast) {
        var entity = answer.entity();
        var response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, status(answer));
        var delimited = delimit(response, entity);
        fill(response.headers(), answer, isLast || !delimited);
        if (isHead) {
            entity.leave(materializer);
            channel.write(response);
            return end(isLast || !delimited);
        }
        channel.writeAndFlush(response);
        var running = entity.bytes()
                .viaMat(KillSwitches.single(), Keep.right())
                .mapAsync(1, this::part)
                .toMat(Sink.ignore(), Keep.both())
                .run(materializer);
        stream = running.first();
        return running.second()
                .thenComposeAsync(_ -> end(isLast || !delimited), channel.eventLoop())
                .whenCompleteAsync((_, _) -> stream = null, channel.eventLoop());
    }

    /** Says where the body ends; false when only the end of the connection can. */
    private boolean delimit(HttpResponse response, Entity entity) {
        var length = entity.length();
        if (length.isPresent()) {
            response.headers().set(CONTENT_LENGTH, length.getAsLong());
        } else if (isModern) {
            response.headers().set("Transfer-Encoding", "chunked");
        }
        return length.isPresent() || isModern;
    }

    private CompletionStage<Done> part(ByteString some) {
        bytes += some.size();
        parts++;
        return EventLoops.stage(
                channel.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(some.toArrayUnsafe()))));
    }

    private CompletionStage<Boolean> end(boolean isLast) {
        return EventLoops.stage(channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT))
                .thenApply(_ -> isLast);
    }

    private void fill(HttpHeaders headers, Answer answer, boolean isLast) {
        if (protocol.responseHeaders().isEmpty()) {
            answer.headers().forEach(header -> headers.add(header.name(), header.value()));
        } else {
            protocol.responseHeaders().forEach(headers::set);
            answer.headers().forEach(header -> headers.set(header.name(), header.value()));
        }
        if (!isForAgents) {
            headers.set(RequestId.HEADER, id);
        }
        var type = answer.entity().type();
        if (!type.isEmpty()) {
            headers.set("Content-Type", type);
        }
        headers.set("Date", HttpDate.now());
        if (isLast) {
            headers.set("Connection", "close");
        } else if (!isModern) {
            headers.set("Connection", "keep-alive");
        }
    }

    private static HttpResponseStatus status(Answer answer) {
        return HttpResponseStatus.valueOf(answer.status());
    }
}
