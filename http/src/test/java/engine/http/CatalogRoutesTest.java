package engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogRoutesTest {
    private static final String EXT1_JSON =
            "{\"ID\":\"\",\"Node\":\"ext1\",\"Address\":\"127.0.0.11\",\"Datacenter\":\"dc1\",\"TaggedAddresses\":null,"
                    + "\"Meta\":{\"zone\":\"a\"},\"CreateIndex\":20,\"ModifyIndex\":21}";
    private static final String REDIS1_JSON =
            "{\"ID\":\"redis1\",\"Service\":\"redis\",\"Tags\":[\"primary\",\"v1\"],\"Address\":\"\",\"Meta\":null,"
                    + "\"Port\":6379,\"Weights\":{\"Passing\":1,\"Warning\":1},\"EnableTagOverride\":false,"
                    + "\"CreateIndex\":12,\"ModifyIndex\":13}";
    private static final String CHECK_JSON =
            "{\"Node\":\"node1\",\"CheckID\":\"service:redis1\",\"Name\":\"a check\",\"Status\":\"passing\",\"Notes\":"
                    + "\"\",\"Output\":\"\",\"ServiceID\":\"redis1\",\"ServiceName\":\"redis\",\"ServiceTags\":"
                    + "[\"primary\",\"v1\"],\"Type\":\"ttl\",\"Definition\":{},\"CreateIndex\":12,\"ModifyIndex\":15}";

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

    private static Api.Reply indexed(String path) {
        var reply = api.get(path);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("X-Consul-Index")).isEqualTo("10");
        assertThat(reply.header("X-Consul-KnownLeader")).isEqualTo("true");
        assertThat(reply.header("X-Consul-LastContact")).isEqualTo("0");
        return reply;
    }

    @Test
    void nodesShowNullForWhatWasNotGiven() {
        assertThat(indexed("/v1/catalog/nodes?node-meta=zone:a").body()).isEqualTo("[" + EXT1_JSON + "]");
        assertThat(indexed("/v1/catalog/nodes?filter=Meta.rack%20==%20r1").body())
                .isEqualTo("[{\"ID\":\"8f44d807-479d-1516-19d3-e9e89073d69e\",\"Node\":\"node1\",\"Address\":"
                        + "\"127.0.0.1\",\"Datacenter\":\"dc1\",\"TaggedAddresses\":{\"lan\":\"127.0.0.1\",\"wan\":"
                        + "\"127.0.0.1\"},\"Meta\":{\"rack\":\"r1\"},\"CreateIndex\":6,\"ModifyIndex\":7}]");
        assertThat(indexed("/v1/catalog/nodes?node-meta=zone:a&node-meta=rack:r1")
                        .body())
                .isEqualTo("[]");
    }

    @Test
    void nearPutsTheNearestFirst() {
        assertThat(indexed("/v1/catalog/nodes").body()).startsWith("[" + EXT1_JSON);
        assertThat(indexed("/v1/catalog/nodes?near=nobody").body()).startsWith("[" + EXT1_JSON);
        assertThat(indexed("/v1/catalog/nodes?near=_agent").body()).endsWith(EXT1_JSON + "]");
        assertThat(indexed("/v1/health/service/redis?near=node1").body()).matches(".*redis2.*redis1.*");
    }

    @Test
    void servicesAreNamesWithTags() {
        assertThat(indexed("/v1/catalog/services").body()).isEqualTo("{\"redis\":[\"primary\",\"v1\",\"replica\"]}");
        assertThat(indexed("/v1/catalog/services?node-meta=zone:a").body())
                .isEqualTo("{\"redis\":[\"primary\",\"v1\"]}");
        assertThat(indexed("/v1/catalog/services?node-meta=zone:x").body()).isEqualTo("{}");
    }

    @Test
    void aServiceOfTheCatalogIsFlat() {
        assertThat(indexed("/v1/catalog/service/redis?tag=primary&tag=V1").body())
                .isEqualTo("[{\"ID\":\"\",\"Node\":\"ext1\",\"Address\":\"127.0.0.11\",\"Datacenter\":\"dc1\","
                        + "\"TaggedAddresses\":null,\"NodeMeta\":{\"zone\":\"a\"},\"ServiceKind\":\"\",\"ServiceID\":"
                        + "\"redis1\",\"ServiceName\":\"redis\",\"ServiceTags\":[\"primary\",\"v1\"],"
                        + "\"ServiceAddress\":\"\",\"ServiceWeights\":{\"Passing\":1,\"Warning\":1},\"ServiceMeta\":{},"
                        + "\"ServicePort\":6379,\"ServiceEnableTagOverride\":false,\"CreateIndex\":12,"
                        + "\"ModifyIndex\":13}]");
        assertThat(indexed("/v1/catalog/service/none").body()).isEqualTo("[]");
    }

    @Test
    void aNodeComesWithItsServices() {
        assertThat(indexed("/v1/catalog/node/ext1").body())
                .isEqualTo("{\"Node\":" + EXT1_JSON + ",\"Services\":{\"redis1\":" + REDIS1_JSON + "}}");
        assertThat(indexed("/v1/catalog/node-services/ext1").body())
                .isEqualTo("{\"Node\":" + EXT1_JSON + ",\"Services\":[" + REDIS1_JSON + "]}");
        assertThat(indexed("/v1/catalog/node/ext1?filter=Port%20==%201").body())
                .isEqualTo("{\"Node\":" + EXT1_JSON + ",\"Services\":{}}");
        assertThat(indexed("/v1/catalog/node/none").body()).isEqualTo("null");
        assertThat(indexed("/v1/catalog/node-services/none").body()).isEqualTo("{\"Node\":null,\"Services\":null}");
    }

    @Test
    void healthShowsNodeServiceAndChecks() {
        var first = "{\"Node\":" + EXT1_JSON + ",\"Service\":" + REDIS1_JSON + ",\"Checks\":[" + CHECK_JSON + "]}";
        assertThat(indexed("/v1/health/service/redis").body())
                .startsWith("[" + first + ",{\"Node\":")
                .contains("redis2");
        assertThat(indexed("/v1/health/service/redis?passing").body()).isEqualTo("[" + first + "]");
        assertThat(indexed("/v1/health/service/redis?passing=false").body()).contains("redis2");
        assertThat(indexed("/v1/health/service/redis?tag=primary").body()).isEqualTo("[" + first + "]");
        assertThat(indexed("/v1/health/service/redis?node-meta=zone:a").body()).isEqualTo("[" + first + "]");
        assertThat(indexed("/v1/health/service/redis?filter=Checks.Status%20==%20passing")
                        .body())
                .isEqualTo("[" + first + "]");
    }

    @Test
    void checksAreListedByServiceNodeAndState() {
        assertThat(indexed("/v1/health/checks/redis?filter=Status%20!=%20critical")
                        .body())
                .isEqualTo("[" + CHECK_JSON + "]");
        assertThat(indexed("/v1/health/node/node1").body())
                .contains("service:redis1")
                .contains("service:redis2");
        assertThat(indexed("/v1/health/node/none").body()).isEqualTo("[]");
        assertThat(indexed("/v1/health/state/passing").body()).isEqualTo("[" + CHECK_JSON + "]");
        assertThat(indexed("/v1/health/state/any").body()).contains("redis1").contains("redis2");
        assertThat(indexed("/v1/health/state/fine").body()).isEqualTo("[]");
        assertThat(indexed("/v1/health/state/any?node-meta=zone:a").body()).isEqualTo("[]");
    }

    @Test
    void aBadFilterIsRefusedWithTheHeadersOfARead() {
        var reply = api.get("/v1/catalog/nodes?filter===");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body())
                .startsWith("Failed to create boolean expression evaluator: 1:1 (0): no match found, expected: ");
        assertThat(reply.header("X-Consul-Index")).isEqualTo("1");
        assertThat(reply.header("X-Consul-KnownLeader")).isEqualTo("false");
        assertThat(api.get("/v1/catalog/nodes?filter=Nope==x").body())
                .isEqualTo("Failed to create boolean expression evaluator: Selector \"Nope\" is not valid; there are"
                        + " ID, Node, Address, Datacenter, TaggedAddresses, TaggedAddresses.<key>, Meta, Meta.<key>");
    }

    @Test
    void withoutLeaderTheHeaderSaysSo() {
        api.state.leader = Optional.empty();
        assertThat(api.get("/v1/catalog/nodes").header("X-Consul-KnownLeader")).isEqualTo("false");
        assertThat(api.get("/v1/status/leader").body()).isEqualTo("\"\"");
        api.state.leader = Optional.of("127.0.0.1:8300");
    }

    @Test
    void registrationsReachTheCatalogAsWritten() {
        var reply = api.put("/v1/catalog/register", "{\"Node\":\"ext1\",\"Address\":\"127.0.0.11\"}");
        assertThat(reply.body()).isEqualTo("true");
        assertThat(reply.type()).isEqualTo("application/json");
        assertThat(api.put("/v1/catalog/deregister", "{\"Node\":\"ext1\"}").body())
                .isEqualTo("true");
        assertThat(api.state.calls)
                .containsExactly("register {Node=ext1, Address=127.0.0.11}", "deregister {Node=ext1}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    GET | catalog/service/          | 400 | Missing service name
                    GET | catalog/node/             | 400 | Missing node name
                    GET | catalog/node-services/    | 400 | Missing node name
                    GET | health/service/           | 400 | Missing service name
                    GET | health/checks/            | 400 | Missing service name
                    GET | health/node/              | 400 | Missing node name
                    GET | health/state/             | 400 | Missing check state
                    GET | health/service/x?passing=maybe | 400 | Invalid value for ?passing
                    GET | health/service/x?dc=mars  | 500 | No path to datacenter
                    GET | catalog/nodes?dc=mars     | 500 | No path to datacenter
                    GET | status/leader?dc=mars     | 500 | No path to datacenter
                    PUT | catalog/register?dc=mars  | 500 | No path to datacenter
                    PUT | catalog/register          | 400 | Request decode failed: unexpected EOF
                    GET | catalog/register          | 405 | method GET not allowed
                    """)
    void refusesWithASentence(String method, String path, int status, String sentence) {
        var reply = api.send(method, "/v1/" + path, method.equals("GET") ? "" : "{");
        assertThat(reply.body()).isEqualTo(sentence);
        assertThat(reply.status()).isEqualTo(status);
    }

    @Test
    void theServersAreKnown() {
        assertThat(api.get("/v1/catalog/datacenters").body()).isEqualTo("[\"dc1\"]");
        assertThat(api.get("/v1/catalog/datacenters").header("X-Consul-Index")).isEqualTo("-");
        assertThat(api.get("/v1/status/leader").body()).isEqualTo("\"127.0.0.1:8300\"");
        assertThat(api.get("/v1/status/peers").body()).isEqualTo("[\"127.0.0.1:8300\"]");
        assertThat(api.get("/v1/operator/raft/configuration").body())
                .isEqualTo("{\"Servers\":[{\"ID\":\"8f44d807-479d-1516-19d3-e9e89073d69e\",\"Node\":\"node1\","
                        + "\"Address\":\"127.0.0.1:8300\",\"Leader\":true,\"ProtocolVersion\":\"3\",\"Voter\":true}],"
                        + "\"Index\":0}");
        assertThat(api.get("/v1/coordinate/datacenters").body())
                .isEqualTo("[{\"Datacenter\":\"dc1\",\"AreaID\":\"wan\",\"Coordinates\":[{\"Node\":\"node1\","
                        + "\"Segment\":\"\",\"Coord\":{\"Vec\":[0,0,0,0,0,0,0,0],\"Error\":1.5,\"Adjustment\":0,"
                        + "\"Height\":0.00001}}]}]");
    }
}
