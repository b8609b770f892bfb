package engine.http.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The answer to a request. */
public record HttpResponse(int status, List<Header> headers, Entity entity) {

    public HttpResponse {
        headers = List.copyOf(headers);
    }

    /** One without headers. */
    public static HttpResponse of(int status, Entity entity) {
        return new HttpResponse(status, List.of(), entity);
    }

    /** With one header more. */
    public HttpResponse with(String name, String value) {
        var more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new HttpResponse(status, more, entity);
    }

    /** The value of the first header of this name. */
    public Optional<String> header(String name) {
        return headers.stream().filter(header -> header.is(name)).findFirst().map(Header::value);
    }
}
