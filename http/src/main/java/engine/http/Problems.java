package engine.http;

import engine.http.protocol.Problem;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.MediaTypes;

/** Errors in the form that the request asks for: text, as Consul's, or a problem (RFC 9457). */
final class Problems {
    private static final ContentType TYPE =
            MediaTypes.applicationBinary("problem+json", true).toContentType();

    private Problems() {}

    /**
     * The answer, or the problem that it tells of in text.
     *
     * @param id of the request
     * @param accept what it says that its client takes
     */
    static Answer shaped(String id, String accept, Answer answer) {
        return answer.status() < 400
                        || !(answer.entity() instanceof HttpEntity.Strict text)
                        || !(text.getData().isEmpty()
                                || text.getContentType().mediaType().isText())
                        || !Problem.isWanted(accept)
                ? answer
                : of(id, answer, text.getData().utf8String());
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
