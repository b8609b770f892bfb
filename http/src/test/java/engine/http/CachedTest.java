package engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import engine.http.protocol.Networks;
import engine.http.protocol.Protocol;
import engine.http.protocol.SocketFile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code cached} and {@code Cache-Control}, by the answers of Consul 1.8.7. */
class CachedTest {
    private static final Api API = new Api();

    @AfterAll
    static void stop() {
        API.close();
    }

    @AfterEach
    void usual() {
        API.server.update(Api.SETTINGS);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/catalog/services, HIT",
        "/v1/catalog/service/web, HIT",
        "/v1/health/service/web, HIT",
        "/v1/catalog/datacenters, HIT",
        "/v1/catalog/nodes, -",
        "/v1/catalog/node/node1, -",
        "/v1/health/checks/web, -",
        "/v1/health/state/any, -",
        "/v1/kv/?recurse, -",
        "/v1/session/list, -",
        "/v1/event/list, -",
        "/v1/agent/services, -"
    })
    void whereConsulHasACacheTheAnswerSaysSo(String path, String cache) {
        var cached = API.get(path + (path.contains("?") ? "&" : "?") + "cached");
        assertThat(cached.header("X-Cache")).isEqualTo(cache);
        assertThat(cached.header("Age")).isEqualTo(cache.equals("HIT") ? "0" : "-");
        assertThat(API.get(path).header("X-Cache")).isEqualTo("-");
    }

    @Test
    void whatIsCachedIsNotConsistent() {
        var refused = API.get("/v1/health/service/web?cached&consistent");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).isEqualTo("Cannot specify ?cached with ?consistent, conflicting semantics.");
        assertThat(API.get("/v1/health/service/web?cached&stale").header("X-Cache"))
                .isEqualTo("HIT");
    }

    @Test
    void aCacheThatIsOffIsNotAskedFor() {
        API.server.update(Api.SETTINGS.with(new Protocol(
                0,
                4096,
                Duration.ofSeconds(30),
                Duration.ZERO,
                Map.of(),
                List.of(),
                Networks.NONE,
                false,
                false,
                Protocol.AccessLog.OFF,
                SocketFile.USUAL)));
        assertThat(API.get("/v1/health/service/web?cached").header("X-Cache")).isEqualTo("-");
        assertThat(API.get("/v1/health/service/web?cached&consistent").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            max-age=5                            | 200
            max-age=-1                           | 200
            Max-Age=3, STALE-IF-ERROR=4          | 200
            must-revalidate                      | 200
            max-age                              | 200
            max-age = 3                          | 200
            no-cache                             | 200
            foo=bar                              | 200
            max-age=                             | 400
            max-age=1.5                          | 400
            max-age=10s                          | 400
            stale-if-error=x                     | 400
            max-age=99999999999999999999         | 400
            """)
    void agesAreNumbers(String header, int status) {
        for (var path : List.of("/v1/catalog/nodes", "/v1/health/service/web?cached", "/v1/catalog/datacenters")) {
            var answer = API.send("GET", path, "", "Cache-Control", header);
            assertThat(answer.status()).isEqualTo(status);
            if (status == 400) {
                assertThat(answer.body()).isEqualTo("Invalid Cache-Control header.");
            }
        }
        assertThat(API.send("GET", "/v1/agent/services", "", "Cache-Control", header)
                        .status())
                .isEqualTo(200);
    }
}
