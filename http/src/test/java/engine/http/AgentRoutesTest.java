package engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentRoutesTest {
    private static final String WEB1_MEMBERS =
            "\"ID\":\"web1\",\"Service\":\"web\",\"Tags\":[\"v1\",\"primary\"],\"Meta\":{\"version\":\"1.2\"},"
                    + "\"Port\":8080,\"Address\":\"127.0.0.5\",\"TaggedAddresses\":{\"lan_ipv4\":{\"Address\":"
                    + "\"127.0.0.5\",\"Port\":8080},\"wan_ipv4\":{\"Address\":\"127.0.0.5\",\"Port\":8080}},"
                    + "\"Weights\":{\"Passing\":10,\"Warning\":1},\"EnableTagOverride\":false";
    private static final String WEB2 =
            "{\"ID\":\"web2\",\"Service\":\"web\",\"Tags\":[],\"Meta\":{},\"Port\":8081,\"Address\":\"\","
                    + "\"Weights\":{\"Passing\":1,\"Warning\":1},\"EnableTagOverride\":false}";
    private static final Service WEB1 = new Service(
            "web1",
            "web",
            List.of("v1", "primary"),
            "127.0.0.5",
            Map.of(
                    "wan_ipv4", new Service.Address("127.0.0.5", 8080),
                    "lan_ipv4", new Service.Address("127.0.0.5", 8080)),
            Map.of("version", "1.2"),
            8080,
            new Service.Weights(10, 1),
            false,
            null,
            12,
            12);

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
    void twoInstances() {
        var agent = api.state.agent;
        var web2 = Fakes.service("web2", "web", 8081);
        agent.services.clear();
        agent.services.addAll(List.of(WEB1, web2));
        agent.checks.clear();
        agent.checks.addAll(List.of(
                new Check(
                        "node1",
                        "service:web1",
                        "Service 'web' check",
                        "critical",
                        "",
                        "",
                        "web1",
                        "web",
                        List.of("v1", "primary"),
                        "ttl",
                        true,
                        12,
                        12),
                Fakes.check("w2", web2, "passing")));
        api.state.calls.clear();
    }

    @Test
    void servicesStandByTheirIds() {
        var reply = api.get("/v1/agent/services");
        assertThat(reply.body()).isEqualTo("{\"web1\":{" + WEB1_MEMBERS + "},\"web2\":" + WEB2 + "}");
        assertThat(reply.type()).isEqualTo("application/json");
        assertThat(reply.response().headers().map().keySet())
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("x-consul"));
        assertThat(api.get("/v1/agent/services?filter=Service%20==%20other").body())
                .isEqualTo("{}");
        assertThat(api.get("/v1/agent/services?filter=ID%20==%20web2").body()).isEqualTo("{\"web2\":" + WEB2 + "}");
    }

    @Test
    void aServiceCarriesTheHashOfItsDefinition() {
        var reply = api.get("/v1/agent/service/web1");
        var hash = reply.header("X-Consul-ContentHash");
        assertThat(hash).matches("[0-9a-f]{16}");
        assertThat(reply.body()).isEqualTo("{" + WEB1_MEMBERS + ",\"ContentHash\":\"" + hash + "\"}");
        assertThat(api.get("/v1/agent/service/web2").header("X-Consul-ContentHash"))
                .isNotEqualTo(hash);
    }

    @Test
    void checksHaveNoIndexes() {
        assertThat(api.get("/v1/agent/checks").body())
                .isEqualTo("{\"service:web1\":{\"Node\":\"node1\",\"CheckID\":\"service:web1\",\"Name\":\"Service"
                        + " 'web' check\",\"Status\":\"critical\",\"Notes\":\"\",\"Output\":\"\",\"ServiceID\":"
                        + "\"web1\",\"ServiceName\":\"web\",\"ServiceTags\":[\"v1\",\"primary\"],\"Type\":\"ttl\","
                        + "\"Definition\":{},\"CreateIndex\":0,\"ModifyIndex\":0},\"w2\":{\"Node\":\"node1\","
                        + "\"CheckID\":\"w2\",\"Name\":\"a check\",\"Status\":\"passing\",\"Notes\":\"\",\"Output\":"
                        + "\"\",\"ServiceID\":\"web2\",\"ServiceName\":\"web\",\"ServiceTags\":[],\"Type\":\"ttl\","
                        + "\"Definition\":{},\"CreateIndex\":0,\"ModifyIndex\":0}}");
    }

    @Test
    void aCheckTellsHowItCameToBeAsItIs() {
        var head = "{\"Node\":\"node1\",\"CheckID\":\"w2\",\"Name\":\"a check\",\"ServiceID\":\"web2\","
                + "\"ServiceName\":\"web\",\"Status\":\"passing\",\"Since\":\"2030-01-01T00:00:00Z\",\"Changes\":7";
        assertThat(api.get("/v1/agent/check/history/w2").body())
                .isEqualTo(head + ",\"Transitions\":[{\"At\":\"2030-01-01T00:00:00Z\",\"From\":\"passing\","
                        + "\"To\":\"passing\",\"Output\":\"it said \\u003cso\\u003e\"}]}");
        assertThat(api.get("/v1/agent/check/history").body()).endsWith("," + head + "}]");
        assertThat(api.get("/v1/agent/check/history/nope").status()).isEqualTo(404);
        assertThat(api.get("/v1/agent/check/history/").status()).isEqualTo(400);
    }

    @Test
    void aCheckIsRunOnDemand() {
        var reply = api.put("/v1/agent/check/run/a/b", "");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).startsWith("{\"Node\":\"node1\",\"CheckID\":\"service:web1\"");
        assertThat(api.state.calls).anyMatch(call -> call.startsWith("runCheck a/b"));
        assertThat(api.put("/v1/agent/check/run/", "").status()).isEqualTo(400);
        assertThat(api.get("/v1/agent/check/run/a").status()).isEqualTo(405);
    }

    @Test
    void healthOfAServiceIsThatOfItsWorstCheck() {
        var reply = api.get("/v1/agent/health/service/id/web1");
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("X-Consul-Reason")).isEqualTo("critical");
        assertThat(reply.body())
                .isEqualTo("{\"AggregatedStatus\":\"critical\",\"Service\":{" + WEB1_MEMBERS
                        + "},\"Checks\":[{\"Node\":\"node1\",\"CheckID\":\"service:web1\",\"Name\":\"Service 'web'"
                        + " check\",\"Status\":\"critical\",\"Notes\":\"\",\"Output\":\"\",\"ServiceID\":\"web1\","
                        + "\"ServiceName\":\"web\",\"ServiceTags\":[\"v1\",\"primary\"],\"Type\":\"\",\"Definition\":"
                        + "{\"Interval\":\"0s\",\"Timeout\":\"0s\",\"DeregisterCriticalServiceAfter\":\"0s\",\"HTTP\":"
                        + "\"\",\"Header\":null,\"Method\":\"\",\"Body\":\"\",\"TLSSkipVerify\":false,\"TCP\":\"\"},"
                        + "\"CreateIndex\":0,\"ModifyIndex\":0}]}");
        var passing = api.get("/v1/agent/health/service/id/web2?format=text");
        assertThat(passing.status()).isEqualTo(200);
        assertThat(passing.body()).isEqualTo("passing");
        assertThat(api.get("/v1/agent/health/service/id/web2").body()).contains("\"ServiceTags\":null");
    }

    @Test
    void healthByNameIsThatOfTheWorstInstance() {
        var text = api.get("/v1/agent/health/service/name/web?format=text");
        assertThat(text.status()).isEqualTo(503);
        assertThat(text.body()).isEqualTo("critical");
        assertThat(text.header("Content-Type")).isEqualTo("text/plain");
        assertThat(api.get("/v1/agent/health/service/name/web").body())
                .startsWith("[{\"AggregatedStatus\":\"critical\"")
                .contains("{\"AggregatedStatus\":\"passing\",\"Service\":" + WEB2);
    }

    @Test
    void healthOfNothingIs404() {
        var byName = api.get("/v1/agent/health/service/name/nope");
        assertThat(byName.status()).isEqualTo(404);
        assertThat(byName.body()).isEqualTo("[]");
        assertThat(byName.header("X-Consul-Reason")).isEqualTo("ServiceName nope Not Found");
        var byId = api.get("/v1/agent/health/service/id/nope");
        assertThat(byId.status()).isEqualTo(404);
        assertThat(byId.body()).isEqualTo("{\"AggregatedStatus\":\"critical\",\"Service\":null,\"Checks\":null}");
        assertThat(byId.header("X-Consul-Reason")).isEqualTo("ServiceId nope not found");
    }

    @Test
    void maintenanceOfTheNodeCountsForEveryService() {
        api.state.agent.checks.add(new Check(
                "node1", "_node_maintenance", "n", "critical", "", "", "", "", List.of(), "maintenance", true, 1, 1));
        var reply = api.get("/v1/agent/health/service/id/web2?format=text");
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.body()).isEqualTo("maintenance");
    }

    @Test
    void checksThatAreOnlyShownDoNotCountForAService() {
        api.state.agent.checks.add(
                new Check("node1", "extra", "n", "critical", "", "", "web2", "web", List.of(), "ttl", false, 1, 1));
        assertThat(api.get("/v1/agent/health/service/id/web2?format=text").body())
                .isEqualTo("passing");
        assertThat(api.get("/v1/agent/checks").body()).contains("\"Type\":\"ttl\",\"Routing\":false,");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    service/register                                | {"Name":"x","Port":5}                 | registerService {Name=x, Port=5} false
                    service/register?replace-existing-checks        | {"Name":"x"}                          | registerService {Name=x} true
                    service/register?replace-existing-checks=true   | {"Name":"x"}                          | registerService {Name=x} true
                    service/register?replace-existing-checks=false  | {"Name":"x"}                          | registerService {Name=x} false
                    service/register?replace-existing-checks=1      | {"Name":"x"}                          | registerService {Name=x} false
                    service/deregister/a%20b                        | ''                                    | deregisterService a b
                    service/maintenance/web1?enable=true&reason=up  | ''                                    | serviceMaintenance web1 true up
                    maintenance?enable=false                        | ''                                    | nodeMaintenance false
                    check/register                                  | {"Name":"m","TTL":"30s"}              | registerCheck {Name=m, TTL=30s}
                    check/deregister/m                              | ''                                    | deregisterCheck m
                    check/pass/service:web1?note=all%20good         | ''                                    | updateCheck service:web1 passing all good
                    check/warn/m                                    | ''                                    | updateCheck m warning
                    check/fail/m                                    | ''                                    | updateCheck m critical
                    check/update/m                                  | {"status":"warning","Output":"slow"}  | updateCheck m warning slow
                    join/127.0.0.9:1?wan=1                          | ''                                    | join 127.0.0.9:1 true
                    leave                                           | ''                                    | leave
                    force-leave/n2?prune                            | ''                                    | forceLeave n2 true
                    reload                                          | ''                                    | reload
                    """)
    void writesReachTheAgentAndAnswerWithoutBody(String path, String body, String call) {
        var reply = api.put("/v1/agent/" + path, body);
        assertThat(reply.body()).isEmpty();
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).isEqualTo("-");
        assertThat(api.state.calls).map(String::strip).containsExactly(call);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    PUT | service/register           | {not json               | 400 | Request decode failed: invalid JSON at line 1, column 2
                    PUT | service/register           | {"Name": "x"            | 400 | Request decode failed: unexpected EOF
                    PUT | service/register           | ''                      | 400 | Request decode failed: EOF
                    PUT | service/register           | [1]                     | 400 | Request decode failed: expected a JSON object, got an array
                    PUT | check/update/m             | {"Status":"fine"}       | 400 | Invalid check status: 'fine'
                    PUT | check/update/m             | {"Output":"x"}          | 400 | Invalid check status: ''
                    PUT | check/update/m             | {"Status":5}            | 400 | Request decode failed: the value of "Status" must be a string
                    PUT | service/maintenance/web1   | ''                      | 400 | Missing value for enable
                    PUT | service/maintenance/       | ''                      | 400 | Missing service ID
                    PUT | maintenance?enable=xx      | ''                      | 400 | Invalid value for enable: "xx"
                    PUT | service/deregister/        | ''                      | 400 | ServiceID missing
                    PUT | check/deregister/          | ''                      | 400 | CheckID missing
                    GET | service/nope               | ''                      | 404 | unknown service ID: nope
                    GET | health/service/id/         | ''                      | 400 | Bad request: Missing serviceID
                    GET | service/register           | ''                      | 405 | method GET not allowed
                    GET | check/pass/mem             | ''                      | 405 | method GET not allowed
                    PUT | token/default              | {"Token":"x"}           | 401 | ACL support disabled
                    GET | members?segment=x          | ''                      | 400 | Network segments are not supported; leave out segment
                    """)
    void refusesWithASentence(String method, String path, String body, int status, String sentence) {
        var reply = api.send(method, "/v1/agent/" + path, body);
        assertThat(reply.body()).isEqualTo(sentence);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.type()).isEqualTo("text/plain");
        assertThat(api.state.calls).isEmpty();
    }

    @Test
    void whatTheAgentRefusesIsAnsweredInItsWords() {
        api.state.failure = new Refusal(500, "CheckID \"nope\" does not have associated TTL");
        try {
            var reply = api.put("/v1/agent/check/pass/nope", "");
            assertThat(reply.status()).isEqualTo(500);
            assertThat(reply.body()).isEqualTo("CheckID \"nope\" does not have associated TTL");
        } finally {
            api.state.failure = null;
        }
    }

    @Test
    void aReloadTellsWhatNeedsARestart() {
        api.state.agent.needRestart.add("The change of datacenter needs a restart.");
        assertThat(api.put("/v1/agent/reload", "").body()).isEqualTo("The change of datacenter needs a restart.\n");
        api.state.agent.needRestart.clear();
    }

    @Test
    void membersAndSelfHaveTheFormThatClientsKnow() {
        var member = "{\"Name\":\"node1\",\"Addr\":\"127.0.0.1\",\"Port\":8301,\"Tags\":{\"dc\":\"dc1\",\"role\":"
                + "\"consul\"},\"Status\":1,\"ProtocolMin\":1,\"ProtocolMax\":5,\"ProtocolCur\":2,\"DelegateMin\":2,"
                + "\"DelegateMax\":5,\"DelegateCur\":4}";
        assertThat(api.get("/v1/agent/members").body()).isEqualTo("[" + member + "]");
        assertThat(api.get("/v1/agent/members?wan=1").body()).contains("\"Name\":\"node1.dc1\"");
        assertThat(api.get("/v1/agent/members?filter=Status%20==%204").body()).isEqualTo("[]");
        assertThat(api.get("/v1/agent/self").body())
                .isEqualTo("{\"Config\":{\"Datacenter\":\"dc1\",\"NodeName\":\"node1\",\"NodeID\":"
                        + "\"8f44d807-479d-1516-19d3-e9e89073d69e\",\"Revision\":\"\",\"Server\":true,\"Version\":"
                        + "\"0.1.0\"},\"DebugConfig\":{\"a\":{\"x\":\"\\u003cy\\u003e\"},\"b\":[1,2.5,true]},\"Coord\":"
                        + "{\"Vec\":[0,0,0,0,0,0,0,0],\"Error\":1.5,\"Adjustment\":0,\"Height\":0.00001},\"Member\":"
                        + member + ",\"Stats\":{\"agent\":{\"checks\":\"1\"}},\"Meta\":{\"rack\":\"r1\"}}");
    }

    @Test
    void aQueryByHashWaitsForAnotherDefinition() {
        var hash = api.get("/v1/agent/service/web1").header("X-Consul-ContentHash");
        assertThat(api.get("/v1/agent/service/web1?hash=0123").status()).isEqualTo(200);
        var waiting = api.sent("GET", "/v1/agent/service/web1?hash=" + hash, "");
        Api.until(() -> api.state.waiting() == 1);
        api.state.change(new Topic.Node("node1"));
        Api.until(() -> api.state.waiting() == 1);
        assertThat(waiting).isNotDone();
        api.state.agent.services.set(0, Fakes.service("web1", "web", 9090));
        api.state.change(new Topic.Node("node1"));
        assertThat(waiting.join().body()).contains("\"Port\":9090");
    }
}
