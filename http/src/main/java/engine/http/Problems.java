package engine.http;

import engine.http.message.Entity;
import engine.http.protocol.Problem;
import io.netty.handler.codec.http.HttpResponseStatus;

/** Errors in the form that the request asks for: text, as Consul's, or a problem (RFC 9457). */
final class Problems {
    private static final String TYPE = "application/problem+json";

    private Problems() {}

    /**
     * The answer, or the problem that it tells of in text.
     *
     * @param id of the request
     * @param accept what it says that its client takes
     */
    static Answer shaped(String id, String accept, Answer answer) {
        return answer.status() < 400
                        || !(answer.entity() instanceof Entity.Whole text)
                        || !(text.data().isEmpty() || text.type().startsWith("text/"))
                        || !Problem.isWanted(accept)
                ? answer
                : of(id, answer, text.data().utf8String());
    }

    private static Answer of(String id, Answer answer, String detail) {
        var body = Json.bytes(false, out -> {
            out.writeStartObject();
            out.writeStringProperty(
                    "title", HttpResponseStatus.valueOf(answer.status()).reasonPhrase());
            out.writeNumberProperty("status", answer.status());
            if (!detail.isBlank()) {
                out.writeStringProperty("detail", detail.strip());
            }
            out.writeStringProperty("request-id", id);
            out.writeEndObject();
        });
        return Answer.of(answer.status(), TYPE, body).with(answer.headers());
    }
}
