package engine.http;

import engine.http.message.Entity;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.pekko.util.ByteString;

/** {@code /v1/openapi.json}: what this API has beside Consul's, in OpenAPI 3.1; the file is {@code docs/openapi/openapi.json}. */
final class OpenApiRoutes {
    static final String PATH = "/v1/openapi.json";

    private static final Answer DESCRIPTION = Answer.of(200, Entity.JSON, read());

    private OpenApiRoutes() {}

    static void addTo(Routes routes) {
        routes.get(PATH, _ -> Reads.now(DESCRIPTION));
    }

    private static ByteString read() {
        try (var file = OpenApiRoutes.class.getResourceAsStream("openapi.json")) {
            if (file == null) {
                throw new IllegalStateException("openapi.json is not in the build");
            }
            return ByteString.fromArrayUnsafe(file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
