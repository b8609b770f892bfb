package engine.http;

import engine.http.message.Entity;
import engine.http.message.Header;
import engine.http.protocol.RequestId;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/** What a request line and its headers say (RFC 9112). Pure. */
final class RequestHead {
    private RequestHead() {}

    /** @throws Refusal of what cannot be answered as asked */
    static Request read(HttpRequest request, Entity entity, String client, Cancellation cancellation, Executor loop) {
        if (request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                && !request.headers().contains(HttpHeaderNames.HOST)) {
            throw new Refusal(400, "The request lacks the header Host, which HTTP/1.1 requires.");
        }
        var target = ascii(origin(request.uri()));
        var query = target.indexOf('?');
        return new Request(
                request.method().name(),
                query < 0 ? target : target.substring(0, query),
                query < 0 ? "" : target.substring(query + 1),
                new Headers(request.headers()),
                entity,
                client,
                "",
                id(request),
                cancellation,
                Optional.of(loop));
    }

    /** For who takes requests as messages. */
    static engine.http.message.HttpRequest message(Request request) {
        var headers = new ArrayList<Header>();
        if (request.headers() instanceof Headers(var all)) {
            all.forEach(header -> headers.add(new Header(header.getKey(), header.getValue())));
        }
        return new engine.http.message.HttpRequest(
                request.method(), request.path(), request.rawQuery(), headers, request.entity());
    }

    static String id(HttpRequest request) {
        return RequestId.of(Optional.ofNullable(request.headers().get(RequestId.HEADER)));
    }

    /** Why a request that could not be read is refused. */
    static Refusal refusal(Throwable cause) {
        return switch (cause) {
            case TooLongHttpLineException _ -> new Refusal(414, "The request line is too long.");
            case TooLongHttpHeaderException _ -> new Refusal(431, "The headers are too long.");
            default -> new Refusal(400, "This is no valid HTTP/1.1 request.");
        };
    }

    private record Headers(HttpHeaders headers) implements Request.Headers {
        @Override
        public List<String> all(String name) {
            return headers.getAll(name);
        }

        @Override
        public Optional<String> first(String name) {
            return Optional.ofNullable(headers.get(name));
        }
    }

    /** The path and query: of the absolute form, which proxies use, what stands behind the host. */
    private static String origin(String target) {
        if (target.startsWith("/")) {
            return target;
        }
        var scheme = target.indexOf("://");
        if (scheme < 0) {
            throw new Refusal(400, "The request's target must be a path or an absolute URI.");
        }
        var path = target.indexOf('/', scheme + 3);
        return path < 0 ? "/" : target.substring(path);
    }

    /** Bytes that should have been percent-encoded are by this. */
    private static String ascii(String target) {
        if (target.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            return target;
        }
        var encoded = new StringBuilder();
        target.chars().forEach(c -> {
            if (c > ' ' && c < 0x7f) {
                encoded.append((char) c);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits((byte) c));
            }
        });
        return encoded.toString();
    }
}
