package engine.http;

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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.ResponseEntity;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.UniqueKillSwitch;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** The answer to one request on its way to the client. All state belongs to the thread of the channel. */
final class Reply {
    /** Written as people know it: some read headers with tools that mind the case. */
    private static final String CONTENT_LENGTH = "Content-Length";

    private final Channel channel;
    /** Whether the client knows chunks, and keeps connections that nobody speaks of. */
    private final boolean isModern;

    private final boolean keepsAlive;
    private final boolean isHead;
    private final Materializer materializer;
    private @Nullable UniqueKillSwitch stream;

    /** @param request that is answered */
    Reply(Channel channel, HttpRequest request, Materializer materializer) {
        this.channel = channel;
        this.isModern = !request.protocolVersion().equals(HttpVersion.HTTP_1_0);
        this.keepsAlive = HttpUtil.isKeepAlive(request);
        this.isHead = request.method().equals(HttpMethod.HEAD);
        this.materializer = materializer;
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
            answer.entity().discardBytes(materializer);
            return CompletableFuture.completedFuture(true);
        }
        return answer.entity() instanceof HttpEntity.Strict strict
                ? whole(answer, strict.getData(), isLast)
                : streamed(answer, isLast);
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

    private CompletionStage<Boolean> whole(Answer answer, ByteString body, boolean isLast) {
        var response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, status(answer), Unpooled.wrappedBuffer(body.toArrayUnsafe()));
        fill(response.headers(), answer, isLast);
        response.headers().set(CONTENT_LENGTH, body.size());
        return Listener.stage(channel.writeAndFlush(response)).thenApply(_ -> isLast);
    }

    private CompletionStage<Boolean> streamed(Answer answer, boolean isLast) {
        var entity = answer.entity();
        var response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, status(answer));
        var delimited = delimit(response, entity);
        fill(response.headers(), answer, isLast || !delimited);
        if (isHead) {
            entity.discardBytes(materializer);
            channel.write(response);
            return end(isLast || !delimited);
        }
        channel.writeAndFlush(response);
        var running = entity.getDataBytes()
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
    private boolean delimit(HttpResponse response, ResponseEntity entity) {
        var length = entity.getContentLengthOption();
        if (length.isPresent()) {
            response.headers().set(CONTENT_LENGTH, length.getAsLong());
        } else if (isModern) {
            response.headers().set("Transfer-Encoding", "chunked");
        }
        return length.isPresent() || isModern;
    }

    private CompletionStage<Done> part(ByteString bytes) {
        return Listener.stage(
                channel.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(bytes.toArrayUnsafe()))));
    }

    private CompletionStage<Boolean> end(boolean isLast) {
        return Listener.stage(channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT))
                .thenApply(_ -> isLast);
    }

    private void fill(HttpHeaders headers, Answer answer, boolean isLast) {
        answer.headers().forEach(header -> headers.add(header.name(), header.value()));
        var type = answer.entity().getContentType();
        if (!type.equals(ContentTypes.NO_CONTENT_TYPE)) {
            headers.set("Content-Type", type.toString());
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
