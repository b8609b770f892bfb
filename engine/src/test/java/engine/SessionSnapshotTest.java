package engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sessions on a server: how short they may live, and what archives have of them. */
@Timeout(60)
final class SessionSnapshotTest {
    private static final Map<String, ?> PORTS = Map.of("http", 0, "dns", 0, "server", 0, "serf-lan", 0, "serf-wan", 0);

    private static String made(Api api, String body) {
        var reply = api.put("/v1/session/create", body);
        assertThat(reply.status()).describedAs(reply.body()).isEqualTo(200);
        return reply.json().path("ID").asString();
    }

    @Test
    void theShortestTtlIsASetting(@TempDir Path dir) throws Exception {
        try (var usual = new Running()) {
            assertThat(usual.api()
                            .put("/v1/session/create", "{\"TTL\": \"9s\"}")
                            .body())
                    .isEqualTo("Invalid Session TTL '9000000000', must be between [10s=24h0m0s]");
        }
        var file = Files.writeString(dir.resolve("a.json"), "{\"session_ttl_min\": \"2s\"}");
        try (var server = new Running(PORTS, file)) {
            made(server.api(), "{\"TTL\": \"2s\"}");
            assertThat(server.api()
                            .put("/v1/session/create", "{\"TTL\": \"1999ms\"}")
                            .body())
                    .isEqualTo("Invalid Session TTL '1999000000', must be between [2s=24h0m0s]");
            Files.writeString(file, "{\"session_ttl_min\": \"3s\"}");
            assertThat(server.api().put("/v1/agent/reload", "").status()).isEqualTo(200);
            assertThat(server.api()
                            .put("/v1/session/create", "{\"TTL\": \"2s\"}")
                            .status())
                    .isEqualTo(400);
        }
    }

    @Test
    void anArchiveHasTheSessionsAndTheirLocks() throws Exception {
        try (var server = new Running()) {
            var api = server.api();
            api.put(
                    "/v1/catalog/register",
                    "{\"Node\": \"ext\", \"Address\": \"10.0.0.9\", \"Check\": {\"Name\": \"up\", \"Status\": \"passing\"}}");
            var held = made(
                    api,
                    "{\"Name\": \"holds\", \"Node\": \"ext\", \"NodeChecks\": [\"up\"], \"TTL\": \"1h\", \"LockDelay\": \"0s\", \"Behavior\": \"delete\"}");
            assertThat(api.put("/v1/kv/lock?acquire=" + held, "mine").body()).isEqualTo("true");
            assertThat(api.put("/v1/kv/free?flags=7", "1").body()).isEqualTo("true");
            var before = api.get("/v1/session/info/" + held).json().get(0);
            var locked = api.get("/v1/kv/lock").json().get(0);
            var archive = archive(api);

            api.put("/v1/session/destroy/" + held, "");
            assertThat(api.get("/v1/kv/lock").status()).isEqualTo(404);
            var later = made(api, "{\"NodeChecks\": [], \"LockDelay\": \"0s\"}");
            assertThat(api.put("/v1/kv/free?acquire=" + later, "2").body()).isEqualTo("true");
            assertThat(api.put("/v1/snapshot", archive).status()).isEqualTo(200);

            assertThat(api.get("/v1/session/info/" + later).json().size()).isZero();
            var after = api.get("/v1/session/info/" + held).json().get(0);
            for (var member : List.of("ID", "Name", "Node", "Behavior", "TTL", "NodeChecks", "LockDelay")) {
                assertThat(after.path(member)).describedAs(member).isEqualTo(before.path(member));
            }
            var lock = api.get("/v1/kv/lock").json().get(0);
            for (var member : List.of("Value", "Flags", "LockIndex", "Session")) {
                assertThat(lock.path(member)).describedAs(member).isEqualTo(locked.path(member));
            }
            assertThat(api.get("/v1/kv/free?raw").body()).isEqualTo("1");
            assertThat(api.get("/v1/kv/free").json().get(0).has("Session")).isFalse();

            // It lives as before: its end deletes what it holds.
            assertThat(api.put("/v1/session/renew/" + held, "").status()).isEqualTo(200);
            api.put("/v1/session/destroy/" + held, "");
            assertThat(api.get("/v1/kv/lock").status()).isEqualTo(404);
        }
    }

    private static byte[] archive(Api api) throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create(api.base() + "/v1/snapshot")).build();
        try (var client = HttpClient.newHttpClient()) {
            var response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            assertThat(response.statusCode()).isEqualTo(200);
            return response.body();
        }
    }
}
