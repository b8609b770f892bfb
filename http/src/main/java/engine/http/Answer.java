package engine.http;

import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.ResponseEntity;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.util.ByteString;

/** The answer to a request. */
record Answer(int status, ResponseEntity entity, List<HttpHeader> headers) {
    /** Text without a charset, as sent for what is not ours to name one for. */
    static final ContentType PLAIN = MediaTypes.TEXT_PLAIN.toContentTypeWithMissingCharset();

    /** 200 without a body. */
    static final Answer DONE = empty(200);

    static Answer empty(int status) {
        return new Answer(status, HttpEntities.EMPTY, List.of());
    }

    static Answer of(int status, ContentType type, ByteString body) {
        return new Answer(status, body.isEmpty() ? HttpEntities.EMPTY : HttpEntities.create(type, body), List.of());
    }

    static Answer text(int status, String text) {
        return of(status, ContentTypes.TEXT_PLAIN_UTF8, ByteString.fromString(text));
    }

    /** Text without a charset. */
    static Answer plain(String text) {
        return of(200, PLAIN, ByteString.fromString(text));
    }

    static Answer json(boolean pretty, Json.Value value) {
        return of(200, ContentTypes.APPLICATION_JSON, Json.bytes(pretty, value));
    }

    Answer withStatus(int other) {
        return new Answer(other, entity, headers);
    }

    Answer with(String name, String value) {
        return with(List.of(RawHeader.create(name, value)));
    }

    Answer with(List<HttpHeader> more) {
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

    /** For an agent that handed the request on. */
    HttpResponse response() {
        return HttpResponse.create().withStatus(status).withHeaders(headers).withEntity(entity);
    }
}
