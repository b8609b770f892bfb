package engine.checks;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The requests of an HTTP check: the first one, and those that redirects lead to. */
final class HttpRequests {

    /** The transport sets these from the body, whatever a check says. */
    private static final Set<String> TRANSPORT_HEADERS = Set.of("content-length", "transfer-encoding", "trailer");

    /** Meant for the host of the check, and for no other that it redirects to. */
    private static final Set<String> HOST_HEADERS = Set.of("host", "authorization", "cookie");

    private HttpRequests() {}

    /**
     * A request and where it goes.
     *
     * @param headers by name, which is found in any letter case
     */
    record Addressed(URI url, String method, Map<String, List<String>> headers, String body) {

        /** Where a redirect with this code leads. Another host is not told what was meant for this one. */
        Addressed redirected(URI to, int code) {
            var kept = copy(headers);
            if (!authority(url).equals(authority(to))) {
                kept.keySet().removeIf(name -> HOST_HEADERS.contains(name.toLowerCase(Locale.ROOT)));
            }
            boolean asGet = code == 303 ? !method.equals("HEAD") : code < 303 && method.equals("POST");
            return asGet ? new Addressed(to, "GET", kept, "") : new Addressed(to, method, kept, body);
        }

        /** @throws IllegalArgumentException for a method or header that cannot be sent */
        FullHttpRequest message() {
            var content = Unpooled.copiedBuffer(body, StandardCharsets.UTF_8);
            var message = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, new HttpMethod(method), path(url), content);
            message.headers().set(HttpHeaderNames.HOST, authority(url));
            headers.forEach((name, values) -> message.headers().set(name, values));
            if (content.isReadable() || !Set.of("GET", "HEAD").contains(method)) {
                message.headers().set(HttpHeaderNames.CONTENT_LENGTH, content.readableBytes());
            }
            return message;
        }
    }

    static Addressed first(CheckSpec.Http target) {
        var headers = copy(Map.of(
                "User-Agent", List.of("Consul Health Check"),
                "Accept", List.of("text/plain, text/*, */*"),
                "Connection", List.of("close")));
        var user = target.url().getUserInfo();
        if (user != null) {
            headers.put(
                    "Authorization",
                    List.of("Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8))));
        }
        target.headers().forEach((name, values) -> {
            if (!TRANSPORT_HEADERS.contains(name.toLowerCase(Locale.ROOT)) && !values.isEmpty()) {
                headers.put(name, values);
            }
        });
        return new Addressed(target.url(), target.method(), headers, target.body());
    }

    static int port(URI url) {
        if (url.getPort() >= 0) {
            return url.getPort();
        }
        return "https".equals(url.getScheme()) ? 443 : 80;
    }

    private static Map<String, List<String>> copy(Map<String, List<String>> headers) {
        var copy = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(headers);
        return copy;
    }

    private static String authority(URI url) {
        return url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
    }

    private static String path(URI url) {
        var path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }
}
