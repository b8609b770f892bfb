package engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators and tools that draw ask, as Consul 1.8.7 answers it; usage and state as later versions do. */
class OperatorRoutesTest {
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
    }

    @AfterEach
    void again() {
        api.state.autopilot.kept = new Autopilot.Kept(Autopilot.Configuration.DEFAULT, 1, 1);
        api.state.autopilot.oneFailed = false;
        api.state.calls.clear();
    }

    @Test
    void theConfigurationIsKeptWholeAndByItsIndex() {
        var path = "/v1/operator/autopilot/configuration";
        assertThat(api.get(path).body())
                .isEqualTo(
                        "{\"CleanupDeadServers\":true,\"LastContactThreshold\":\"200ms\",\"MaxTrailingLogs\":250,"
                                + "\"MinQuorum\":0,\"ServerStabilizationTime\":\"10s\",\"RedundancyZoneTag\":\"\","
                                + "\"DisableUpgradeMigration\":false,\"UpgradeVersionTag\":\"\",\"CreateIndex\":1,\"ModifyIndex\":1}");
        assertThat(api.put(path, "{\"LastContactThreshold\":3000000,\"minquorum\":3}")
                        .body())
                .isEqualTo("true");
        assertThat(api.get(path).body())
                .startsWith("{\"CleanupDeadServers\":false,\"LastContactThreshold\":\"3ms\",\"MaxTrailingLogs\":0,"
                        + "\"MinQuorum\":3,\"ServerStabilizationTime\":\"0s\"");
        assertThat(api.put(path + "?cas=0", "{\"CleanupDeadServers\":true}").body())
                .isEqualTo("false");
        assertThat(api.put(path + "?cas=2", "{\"CleanupDeadServers\":true}").body())
                .isEqualTo("true");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    PUT    | operator/autopilot/configuration?cas=x | {}                              | 400 | Bad request: Error parsing cas value: strconv.ParseUint: parsing "x": invalid syntax
                    PUT    | operator/autopilot/configuration       | {"LastContactThreshold":"foo"}  | 400 | Bad request: Error parsing autopilot config: time: invalid duration "foo": LastContactThreshold is such as 200ms
                    PUT    | operator/autopilot/configuration       | {"ServerStabilizationTime":"-5s"} | 400 | Bad request: Error parsing autopilot config: ServerStabilizationTime must not be negative
                    PUT    | operator/autopilot/configuration       | {"Nope":1}                      | 400 | Bad request: Error parsing autopilot config: json: unknown field "Nope"
                    PUT    | operator/autopilot/configuration       | {"MaxTrailingLogs":-1}          | 400 | Bad request: Error parsing autopilot config: MaxTrailingLogs must be a whole number from 0 to 18446744073709551615
                    PUT    | operator/autopilot/configuration       | {"CleanupDeadServers":"yes"}    | 400 | Bad request: Error parsing autopilot config: CleanupDeadServers must be true or false
                    PUT    | operator/autopilot/configuration?dc=x  | {}                              | 500 | No path to datacenter
                    GET    | operator/autopilot/configuration?dc=x  | ``                              | 500 | No path to datacenter
                    DELETE | operator/autopilot/configuration       | ``                              | 405 | method DELETE not allowed
                    GET    | operator/autopilot/health?dc=x         | ``                              | 500 | No path to datacenter
                    PUT    | operator/autopilot/health              | ``                              | 405 | method PUT not allowed
                    GET    | operator/raft/transfer-leader          | ``                              | 405 | method GET not allowed
                    GET    | operator/usage?dc=x                    | ``                              | 500 | No path to datacenter
                    GET    | operator/keyring                       | ``                              | 500 | Keyring is empty (encryption not enabled): agents know each other by cluster.secret, which is set in their configuration.
                    PUT    | operator/keyring                       | {}                              | 500 | No keyring to modify (encryption not enabled): agents know each other by cluster.secret, which is set in their configuration.
                    POST   | operator/keyring                       | {"Key":"pUqJrVyVRj5jsiYEkM/tFQYfWyJIv4s3XkvDwy7Cu5s="} | 500 | No keyring to modify (encryption not enabled): agents know each other by cluster.secret, which is set in their configuration.
                    POST   | operator/keyring                       | x                               | 400 | Bad request: Request decode failed: invalid JSON at line 1, column 1
                    GET    | operator/keyring?relay-factor=9        | ``                              | 400 | Bad request: Invalid relay-factor: Relay factor must be in range: [0, 5]
                    GET    | operator/keyring?relay-factor=x        | ``                              | 400 | Bad request: Error parsing relay factor: strconv.Atoi: parsing "x": invalid syntax
                    GET    | operator/keyring?local-only=x          | ``                              | 400 | Bad request: Error parsing local-only: strconv.ParseBool: parsing "x": invalid syntax
                    GET    | internal/ui/nodes?dc=x                 | ``                              | 500 | No path to datacenter
                    GET    | internal/ui/node/                      | ``                              | 400 | Missing node name
                    GET    | config/foo                             | ``                              | 400 | invalid config entry kind: foo
                    GET    | config/service-defaults/x              | ``                              | 404 | Config entry not found for "service-defaults" / "x"
                    PUT    | config                                 | {}                              | 501 | The service mesh is not in this version.
                    POST   | connect/intentions                     | {}                              | 501 | The service mesh is not in this version.
                    GET    | connect/ca/roots                       | ``                              | 501 | The service mesh is not in this version.
                    GET    | connect/intentions/match               | ``                              | 400 | 'by' parameter must be one of 'source' or 'destination'
                    GET    | connect/intentions/match?by=source     | ``                              | 400 | required query parameter 'name' not set
                    GET    | health/connect/                        | ``                              | 400 | Missing service name
                    """)
    void refusesWithASentence(String method, String path, String body, int status, String sentence) {
        var reply = api.send(method, "/v1/" + path, body == null ? "" : body);
        assertThat(reply.body()).isEqualTo(sentence);
        assertThat(reply.status()).isEqualTo(status);
    }

    @Test
    void healthIsSeenByTheStatus() {
        var one = "{\"ID\":\"8f44d807-479d-1516-19d3-e9e89073d69e\",\"Name\":\"node1\",\"Address\":\"127.0.0.1:8300\","
                + "\"SerfStatus\":\"alive\",\"Version\":\"0.2.0\",\"LastContact\":\"0s\",\"LastTerm\":2,\"LastIndex\":30,"
                + "\"Healthy\":true,\"StableSince\":\"2026-11-22T08:33:54Z\",\"Leader\":true,\"Voter\":true}";
        var well = api.get("/v1/operator/autopilot/health");
        assertThat(well.status()).isEqualTo(200);
        assertThat(well.body()).isEqualTo("{\"Healthy\":true,\"FailureTolerance\":0,\"Servers\":[" + one + "]}");
        api.state.autopilot.oneFailed = true;
        var ill = api.get("/v1/operator/autopilot/health");
        assertThat(ill.status()).isEqualTo(429);
        assertThat(ill.body())
                .startsWith("{\"Healthy\":false,\"FailureTolerance\":0,\"Servers\":[" + one + ",{\"ID\":\"id2\"")
                .contains("\"SerfStatus\":\"failed\"");
    }

    @Test
    void theStateNamesLeaderAndVoters() {
        assertThat(api.get("/v1/operator/autopilot/state").body())
                .startsWith("{\"Healthy\":true,\"FailureTolerance\":0,\"OptimisticFailureTolerance\":0,\"Servers\":{"
                        + "\"8f44d807-479d-1516-19d3-e9e89073d69e\":{")
                .contains("\"NodeStatus\":\"alive\"", "\"Status\":\"leader\"", "\"NodeType\":\"voter\"")
                .endsWith("\"Leader\":\"8f44d807-479d-1516-19d3-e9e89073d69e\","
                        + "\"Voters\":[\"8f44d807-479d-1516-19d3-e9e89073d69e\"]}");
    }

    @Test
    void theLeaderIsTransferred() {
        assertThat(api.send("POST", "/v1/operator/raft/transfer-leader", "").body())
                .isEqualTo("{\"Success\":true}");
        assertThat(api.send("POST", "/v1/operator/raft/transfer-leader?id=id2", "")
                        .status())
                .isEqualTo(200);
        assertThat(api.state.calls).containsExactly("transfer any", "transfer id2");
    }

    @Test
    void whatIsRegisteredIsCounted() {
        assertThat(api.get("/v1/operator/usage").body())
                .startsWith("{\"Usage\":{\"dc1\":{\"Nodes\":2,\"Services\":1,\"ServiceInstances\":2,"
                        + "\"ConnectServiceInstances\":{")
                .contains("\"BillableServiceInstances\":2");
    }

    @Test
    void toolsThatDrawGetNodesAndServices() {
        var services = api.get("/v1/internal/ui/services");
        assertThat(services.header("X-Consul-Index")).matches("[1-9][0-9]*");
        assertThat(services.body())
                .startsWith("[{\"Name\":\"redis\",\"Tags\":[\"primary\",\"replica\",\"v1\"],\"Nodes\":[")
                .contains("\"InstanceCount\":2,\"ChecksPassing\":")
                .endsWith("\"ExternalSources\":null,\"GatewayConfig\":{}}]");
        assertThat(api.get("/v1/internal/ui/services?filter=Service.ID==redis1").body())
                .contains("\"InstanceCount\":1");
        assertThat(api.get("/v1/internal/ui/services?filter=foo==1").status()).isEqualTo(400);
        assertThat(api.get("/v1/internal/ui/nodes?filter=Node==ext1").body())
                .startsWith("[{\"ID\":")
                .contains("\"Node\":\"ext1\"", "\"Services\":[{\"ID\":\"redis1\"", "\"Checks\":[]")
                .doesNotContain("Datacenter", "node1");
        assertThat(api.get("/v1/internal/ui/node/ext1").body()).contains("\"Node\":\"ext1\"");
        var none = api.get("/v1/internal/ui/node/nope");
        assertThat(none.status()).isEqualTo(404);
        assertThat(none.header("X-Consul-Index")).isEqualTo("-");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "catalog/connect/web",
                "health/connect/web?passing",
                "health/ingress/web",
                "connect/intentions",
                "config/service-defaults",
                "internal/ui/gateway-services-nodes/g"
            })
    void thereIsNothingOfAServiceMesh(String path) {
        var reply = api.get("/v1/" + path);
        assertThat(reply.body()).isEqualTo("[]");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("X-Consul-Index")).matches("[1-9][0-9]*");
    }

    @Test
    void whoMatchesNoIntentionIsNamed() {
        assertThat(api.get("/v1/connect/intentions/match?by=source&name=b&name=a")
                        .body())
                .isEqualTo("{\"a\":null,\"b\":null}");
    }

    @Test
    void noGatewayHasServices() {
        assertThat(api.get("/v1/catalog/gateway-services/g").body()).isEqualTo("null");
        assertThat(api.get("/v1/catalog/gateway-services/").status()).isEqualTo(400);
    }

    /** Nothing of a mesh ever changes, whatever else does. */
    @Test
    void whoWaitsForAMeshWaits() {
        var index = api.get("/v1/catalog/connect/web").header("X-Consul-Index");
        var waiting = api.sent("GET", "/v1/catalog/connect/web?wait=1s&index=" + index, "");
        api.state.change(new Topic.Services());
        assertThat(waiting.join().body()).isEqualTo("[]");
    }

    @Test
    void theVersionIsThatOfTheAgent() {
        assertThat(api.get("/v1/agent/version").body())
                .matches("\\{\"SHA\":\"\",\"BuildDate\":\"[^\"]+\",\"HumanVersion\":\"[0-9][^\"]*\",\"FIPS\":\"\"}");
        assertThat(api.get("/v1/agent/members?segment=_all").status()).isEqualTo(200);
    }
}
