package engine.http;

import engine.http.message.Entity;
import engine.http.message.Header;
import engine.http.message.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.util.ByteString;

/** The answer to a request. */
record Answer(int status, Entity entity, List<Header> headers) {
    /** Text without a charset, as sent for what is not ours to name one for. */
    static final String PLAIN = "text/plain";

    /** 200 without a body. */
    static final Answer DONE = empty(200);

    static Answer empty(int status) {
        return new Answer(status, Entity.Whole.EMPTY, List.of());
    }

    static Answer of(int status, String type, ByteString body) {
        return new Answer(status, body.isEmpty() ? Entity.Whole.EMPTY : Entity.of(type, body), List.of());
    }

    static Answer text(int status, String text) {
        return of(status, Entity.TEXT, ByteString.fromString(text));
    }

    /** Text without a charset. */
    static Answer plain(String text) {
        return of(200, PLAIN, ByteString.fromString(text));
    }

    static Answer json(boolean pretty, Json.Value value) {
        return of(200, Entity.JSON, Json.bytes(pretty, value));
    }

    Answer withStatus(int other) {
        return new Answer(other, entity, headers);
    }

    Answer with(String name, String value) {
        return with(List.of(new Header(name, value)));
    }

    Answer with(List<Header> more) {
        if (headers.isEmpty()) {
            return new Answer(status, entity, more);
        }
        var all = new ArrayList<>(headers);
        all.addAll(more);
        return new Answer(status, entity, all);
    }

    /** Whether the connection shall end with it. */
    boolean closes() {
        return headers.stream()
                .anyMatch(header -> header.is("connection") && header.value().equals("close"));
    }

    static Answer of(HttpResponse response) {
        return new Answer(response.status(), response.entity(), response.headers());
    }

    /** For an agent that handed the request on. */
    HttpResponse response() {
        return new HttpResponse(status, headers, entity);
    }
}
