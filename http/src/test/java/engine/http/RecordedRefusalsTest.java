package engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Consul 1.8.7 answered to requests that it does not take as they are, recorded. */
class RecordedRefusalsTest {
    private static Api api;

    @BeforeAll
    static void start() {
        api = new Api();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @BeforeEach
    void redisOnTwoNodes() {
        api.state.redisOnTwoNodes();
        api.state.entries.clear();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/kv/x",
                "/v1/catalog/services",
                "/v1/catalog/service/x",
                "/v1/catalog/node/x",
                "/v1/catalog/node-services/x",
                "/v1/catalog/connect/x",
                "/v1/catalog/gateway-services/x",
                "/v1/health/node/x",
                "/v1/health/checks/x",
                "/v1/health/state/any",
                "/v1/health/service/x",
                "/v1/health/connect/x",
                "/v1/session/list",
                "/v1/session/info/x",
                "/v1/agent/services",
                "/v1/agent/checks",
                "/v1/agent/service/x",
                "/v1/agent/health/service/id/x",
                "/v1/agent/health/service/name/x",
                "/v1/internal/ui/services",
                "/v1/config/service-defaults"
            })
    void aNamespaceIsRefusedWhereConsulLooksForOne(String path) {
        for (var name : new String[] {"default", "x"}) {
            var reply = api.get(path + "?ns=" + name);
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.body())
                    .isEqualTo(
                            "Bad request: Invalid query parameter: \"ns\" - Namespaces are a Consul Enterprise feature");
        }
        assertThat(api.send("GET", path, "", "X-Consul-Namespace", "x").body())
                .isEqualTo(
                        "Bad request: Invalid header: \"X-Consul-Namespace\" - Namespaces are a Consul Enterprise feature");
        assertThat(api.get(path + "?ns=").body()).doesNotContain("Namespaces");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/catalog/nodes",
                "/v1/catalog/datacenters",
                "/v1/event/list",
                "/v1/agent/self",
                "/v1/status/leader"
            })
    void elsewhereANamespaceChangesNothing(String path) {
        assertThat(api.get(path + "?ns=x").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "%09, 400",
        "%0a, 400",
        "%7f, 400",
        "%c2%a0, 400",
        "%c2%ad, 400",
        "%e2%80%a8, 400",
        "%e2%80%8b, 400",
        "%cd%b8, 400",
        "%ee%80%80, 400",
        "%ef%bf%bd, 200",
        "%c3%a9, 200",
        "%20, 200",
        "%f0%9f%98%80, 200",
        "%cc%88, 200"
    })
    void charactersThatCannotBePrintedAreRefusedInPaths(String character, int status) {
        assertThat(api.put("/v1/kv/u" + character + "x", "v").status()).isEqualTo(status);
    }

    @Test
    void theyAreTakenWhereTheConfigurationSaysSo() {
        api.server.update(Api.SETTINGS.with(Protocols.anyPath()));
        try {
            assertThat(api.put("/v1/kv/u%09x", "v").body()).isEqualTo("true");
        } finally {
            api.server.update(Api.SETTINGS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/kv/k", "/v1/status/leader", "/v1/status/peers"})
    void whatBlocksNowhereIsReadAllTheSame(String path) {
        var method = path.startsWith("/v1/kv") ? "PUT" : "GET";
        assertThat(api.send(method, path + "?index=abc", "").body()).isEqualTo("Invalid index");
        assertThat(api.send(method, path + "?wait=abc", "").body()).isEqualTo("Invalid wait time");
        assertThat(api.send("DELETE", "/v1/kv/k?index=abc", "").body()).isEqualTo("Invalid index");
    }

    @Test
    void theDatacenterOfARegistrationMustBeThisOne() {
        for (var what : new String[] {"register", "deregister"}) {
            var reply =
                    api.put("/v1/catalog/" + what, "{\"Node\":\"a\",\"Address\":\"1.1.1.1\",\"Datacenter\":\"nope\"}");
            assertThat(reply.status()).isEqualTo(500);
            assertThat(reply.body()).isEqualTo("No path to datacenter");
        }
        assertThat(api.put("/v1/catalog/register", "{\"Node\":\"a\",\"Address\":\"1.1.1.1\",\"Datacenter\":\"dc1\"}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void theLastValueOfAKeyOfMetadataCounts() {
        assertThat(api.get("/v1/catalog/nodes?node-meta=zone:b&node-meta=zone:a")
                        .body())
                .contains("\"ext1\"")
                .doesNotContain("node1");
        assertThat(api.get("/v1/catalog/nodes?node-meta=zone:a&node-meta=zone:b")
                        .body())
                .isEqualTo("[]");
    }

    @Test
    void metadataOfANodeThatIsNamedIsNotLookedAt() {
        assertThat(api.get("/v1/health/node/ext1?node-meta=zone:none").body())
                .isEqualTo(api.get("/v1/health/node/ext1").body());
        assertThat(api.get("/v1/health/state/any?node-meta=zone:none").body()).isEqualTo("[]");
    }

    @Test
    void keysOfTheWholeStoreAreAnEmptyListWhereThereAreNone() {
        assertThat(api.get("/v1/kv/?keys").body()).isEqualTo("[]");
        assertThat(api.get("/v1/kv/a?keys").status()).isEqualTo(404);
        assertThat(api.get("/v1/kv/?recurse").status()).isEqualTo(404);
    }

    @Test
    void parametersOfWhatIsAlwaysEmptyAreRead() {
        assertThat(api.get("/v1/catalog/connect/x?passing=x").status()).isEqualTo(200);
        assertThat(api.get("/v1/health/connect/x?filter=x").status()).isEqualTo(400);
        assertThat(api.get("/v1/catalog/connect/x?filter=x").status()).isEqualTo(400);
        assertThat(api.get("/v1/health/ingress/x?passing=x").body()).isEqualTo("Invalid value for ?passing");
        assertThat(api.get("/v1/health/connect/x?passing&filter=Node.Node==a").body())
                .isEqualTo("[]");
    }
}
