package engine.http.message;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A request.
 *
 * @param path percent-encoded, the query left out
 * @param rawQuery what stands behind the question mark, encoded; empty without one
 */
public record HttpRequest(String method, String path, String rawQuery, List<Header> headers, Entity entity) {

    public HttpRequest {
        headers = List.copyOf(headers);
    }

    /** One without headers and body; {@code target} is a path with what stands behind it. */
    public static HttpRequest of(String method, String target) {
        var query = target.indexOf('?');
        return new HttpRequest(
                method,
                query < 0 ? target : target.substring(0, query),
                query < 0 ? "" : target.substring(query + 1),
                List.of(),
                Entity.Whole.EMPTY);
    }

    public static HttpRequest get(String target) {
        return of("GET", target);
    }

    public static HttpRequest put(String target) {
        return of("PUT", target);
    }

    public static HttpRequest post(String target) {
        return of("POST", target);
    }

    public static HttpRequest delete(String target) {
        return of("DELETE", target);
    }

    /** Path and query. */
    public String target() {
        return rawQuery.isEmpty() ? path : path + '?' + rawQuery;
    }

    public HttpRequest with(Entity other) {
        return new HttpRequest(method, path, rawQuery, headers, other);
    }

    /** With these headers and no others. */
    public HttpRequest with(List<Header> others) {
        return new HttpRequest(method, path, rawQuery, others, entity);
    }

    /** With one header more. */
    public HttpRequest with(String name, String value) {
        var more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return with(more);
    }

    /** The value of the first header of this name. */
    public Optional<String> header(String name) {
        return headers.stream().filter(header -> header.is(name)).findFirst().map(Header::value);
    }

    /** The first value of a parameter of the query; empty text where it has none. */
    public Optional<String> parameter(String name) {
        for (var pair : rawQuery.split("&", -1)) {
            var equals = pair.indexOf('=');
            if (name.equals(equals < 0 ? pair : pair.substring(0, equals))) {
                return Optional.of(equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            }
        }
        return Optional.empty();
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return value;
        }
    }
}
