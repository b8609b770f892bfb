package engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What archives have of prepared queries. */
@Timeout(60)
final class QuerySnapshotTest {

    private static String created(Api api, String name, String service) {
        var reply = api.post("/v1/query", body(name, service));
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply.json().path("ID").asString();
    }

    private static String body(String name, String service) {
        return "{\"Name\": \"%s\", \"Service\": {\"Service\": \"%s\"}}".formatted(name, service);
    }

    private static Map<String, String> byName(Api api) {
        var found = new TreeMap<String, String>();
        api.get("/v1/query")
                .json()
                .forEach(query -> found.put(
                        query.path("Name").asString(),
                        query.path("ID").asString() + " "
                                + query.path("Service").path("Service").asString()));
        return found;
    }

    private static byte[] archive(Api api) throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create(api.base() + "/v1/snapshot")).build();
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
        }
    }

    @Test
    void queriesComeBackUnderTheirNamesThoughOthersHaveThemNow() throws Exception {
        try (var server = new Running()) {
            var api = server.api();
            var one = created(api, "one", "a");
            var two = created(api, "two", "b");
            var gone = created(api, "gone", "c");
            var before = byName(api);
            var archive = archive(api);

            // The names go round: whichever comes back first finds its own taken.
            assertThat(api.put("/v1/query/" + one, body("three", "a")).status()).isEqualTo(200);
            assertThat(api.put("/v1/query/" + two, body("one", "b")).status()).isEqualTo(200);
            assertThat(api.put("/v1/query/" + one, body("two", "z")).status()).isEqualTo(200);
            assertThat(api.delete("/v1/query/" + gone).status()).isEqualTo(200);
            created(api, "gone", "other");
            created(api, "new", "d");
            var restored = api.put("/v1/snapshot", archive);
            assertThat(restored.status()).as(restored.body()).isEqualTo(200);
            assertThat(byName(api)).isEqualTo(before);
        }
    }
}
