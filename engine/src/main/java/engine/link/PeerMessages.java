package engine.link;

import engine.http.message.Entity;
import engine.http.message.Header;
import engine.http.message.HttpRequest;
import engine.http.message.HttpResponse;
import engine.http.sockets.EventLoops;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** Requests to another agent and answers of it, as they are sent and as they come. */
final class PeerMessages {
    /** Of one connection, not of the message. */
    private static final Set<String> OF_CONNECTIONS = Set.of(
            "host",
            "connection",
            "keep-alive",
            "upgrade",
            "te",
            "trailer",
            "transfer-encoding",
            "content-length",
            "content-type");

    private PeerMessages() {}

    /** Writes a request, on the thread of the channel; done when all of it is sent. */
    static CompletionStage<Done> write(Channel channel, HttpRequest request, Materializer materializer) {
        var method = HttpMethod.valueOf(request.method());
        var entity = request.entity();
        if (entity instanceof Entity.Whole(var _, var data)) {
            var body = Unpooled.wrappedBuffer(data.toArrayUnsafe());
            var whole = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, method, request.target(), body);
            fill(whole, request);
            if (body.isReadable() || !(method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD))) {
                HttpUtil.setContentLength(whole, body.readableBytes());
            }
            return EventLoops.stage(channel.writeAndFlush(whole));
        }
        var head = new DefaultHttpRequest(HttpVersion.HTTP_1_1, method, request.target());
        fill(head, request);
        var length = entity.length();
        if (length.isPresent()) {
            HttpUtil.setContentLength(head, length.getAsLong());
        } else {
            head.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        channel.writeAndFlush(head);
        return entity.bytes()
                .mapAsync(
                        1,
                        some -> EventLoops.stage(channel.writeAndFlush(
                                new DefaultHttpContent(Unpooled.wrappedBuffer(some.toArrayUnsafe())))))
                .run(materializer)
                .thenCompose(_ -> EventLoops.stage(channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT)));
    }

    private static void fill(io.netty.handler.codec.http.HttpRequest head, HttpRequest request) {
        request.headers().forEach(header -> {
            if (header.is("host") || !OF_CONNECTIONS.contains(header.key())) {
                head.headers().add(header.name(), header.value());
            }
        });
        var type = request.entity().type();
        if (!type.isEmpty()) {
            head.headers().set("Content-Type", type);
        }
    }

    /** @param isHead the request was for the head alone, which tells the length of a body that does not come */
    static HttpResponse whole(io.netty.handler.codec.http.HttpResponse head, boolean isHead, ByteString body) {
        var length = HttpUtil.getContentLength(head, 0L);
        return isHead && length > 0
                ? response(head, Entity.streamed(type(head), length, Source.empty()))
                : response(head, Entity.of(type(head), body));
    }

    static HttpResponse streamed(io.netty.handler.codec.http.HttpResponse head, Source<ByteString, NotUsed> body) {
        var length = HttpUtil.getContentLength(head, -1L);
        return response(
                head, length > 0 ? Entity.streamed(type(head), length, body) : Entity.streamed(type(head), body));
    }

    private static HttpResponse response(io.netty.handler.codec.http.HttpResponse head, Entity entity) {
        List<Header> headers = new ArrayList<>();
        head.headers().forEach(header -> {
            if (!OF_CONNECTIONS.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                headers.add(new Header(header.getKey(), header.getValue()));
            }
        });
        return new HttpResponse(head.status().code(), headers, entity);
    }

    private static String type(io.netty.handler.codec.http.HttpResponse head) {
        return Objects.requireNonNullElse(head.headers().get(HttpHeaderNames.CONTENT_TYPE), "");
    }
}
