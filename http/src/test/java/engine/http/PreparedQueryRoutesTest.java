package engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against answers of Consul 1.8.7. */
class PreparedQueryRoutesTest {
    private static final String ID = FakeQueries.ID;
    private static final String WEB = "{\"Name\": \"web\", \"Service\": {\"Service\": \"web\"}}";
    private static final String SHOWN = "{\"ID\":\"" + ID + "\",\"Name\":\"web\",\"Session\":\"\",\"Token\":\"\","
            + "\"Template\":{\"Type\":\"\",\"Regexp\":\"\",\"RemoveEmptyTags\":false},"
            + "\"Service\":{\"Service\":\"web\",\"Failover\":{\"NearestN\":0,\"Datacenters\":null},\"OnlyPassing\":false,"
            + "\"IgnoreCheckIDs\":null,\"Near\":\"\",\"Tags\":null,\"NodeMeta\":null,\"ServiceMeta\":null,\"Connect\":false},"
            + "\"DNS\":{\"TTL\":\"\"},\"CreateIndex\":23,\"ModifyIndex\":42}";

    private Api api;

    @BeforeEach
    void start() {
        api = new Api();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private Api.Reply post(String body) {
        return api.send("POST", "/v1/query", body);
    }

    @Test
    void isCreatedShownChangedAndDeleted() {
        assertThat(api.get("/v1/query").body()).isEqualTo("[]");
        var created = post(WEB);
        assertThat(created.status()).isEqualTo(200);
        assertThat(created.body()).isEqualTo("{\"ID\":\"" + ID + "\"}");
        assertThat(api.get("/v1/query").body()).isEqualTo("[" + SHOWN + "]");
        assertThat(api.get("/v1/query/" + ID.toUpperCase(java.util.Locale.ROOT)).body())
                .isEqualTo("[" + SHOWN + "]");

        var changed =
                api.put("/v1/query/" + ID, "{\"ID\": \"x\", \"Name\": \"db\", \"Service\": {\"Service\": \"db\"}}");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.body()).isEmpty();
        assertThat(api.get("/v1/query/" + ID).body()).contains("\"Name\":\"db\"");

        var deleted = api.send("DELETE", "/v1/query/" + ID, "");
        assertThat(deleted.status()).isEqualTo(200);
        assertThat(deleted.body()).isEmpty();
        var gone = api.get("/v1/query/" + ID);
        assertThat(gone.status()).isEqualTo(404);
        assertThat(gone.body()).isEqualTo("Query not found");
    }

    @Test
    void allThatWasGivenIsToldBack() {
        post("""
                {"name": "full", "Session": "s", "Token": "t", "CreateIndex": 5, "ModifyIndex": 6,
                 "Template": {"Type": "name_prefix_match", "Regexp": "^(.*)$", "RemoveEmptyTags": true},
                 "Service": {"Service": "web", "Peer": "p", "Namespace": "n",
                   "Failover": {"NearestN": 3, "Datacenters": ["dc2"], "Targets": [{"Peer": "x"}]},
                   "OnlyPassing": true, "IgnoreCheckIDs": ["c"], "Near": "_agent", "Tags": ["a", "!b"],
                   "NodeMeta": {"k": "v"}, "ServiceMeta": {}, "Connect": true},
                 "DNS": {"TTL": "10s"}}""");
        assertThat(api.get("/v1/query/" + ID).body())
                .isEqualTo("[{\"ID\":\"" + ID + "\",\"Name\":\"full\",\"Session\":\"s\",\"Token\":\"t\","
                        + "\"Template\":{\"Type\":\"name_prefix_match\",\"Regexp\":\"^(.*)$\",\"RemoveEmptyTags\":true},"
                        + "\"Service\":{\"Service\":\"web\",\"Namespace\":\"n\",\"Peer\":\"p\","
                        + "\"Failover\":{\"NearestN\":3,\"Datacenters\":[\"dc2\"],\"Targets\":[{\"Peer\":\"x\"}]},"
                        + "\"OnlyPassing\":true,\"IgnoreCheckIDs\":[\"c\"],\"Near\":\"_agent\",\"Tags\":[\"a\",\"!b\"],"
                        + "\"NodeMeta\":{\"k\":\"v\"},\"ServiceMeta\":{},\"Connect\":true},"
                        + "\"DNS\":{\"TTL\":\"10s\"},\"CreateIndex\":23,\"ModifyIndex\":42}]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{                                 | 400 | Request decode failed: unexpected EOF",
                "{}                                | 500 | Invalid prepared query: Must be bound to a session",
                "{'Name':'a'}                      | 500 | Invalid prepared query: Must provide a Service name to query",
                "{'Name':'a','Bogus':1}            | 400 | Request decode failed: json: unknown field \"Bogus\"",
                "{'Name':5}                        | 400 | Request decode failed: Name must be a string",
                "{'ID':'x','Name':'a'}             | 500 | ID must be empty when creating a new prepared query",
                "{'Name':'a','Token':'<hidden>'}   | 500 | Invalid prepared query: Bad Token '<hidden>', it looks like a query definition with a redacted token was submitted",
                "{'Name':'a','Service':{'Service':'w','OnlyPassing':'yes'}} | 400 | Request decode failed: Service.OnlyPassing must be true or false",
                "{'Name':'a','Service':{'Service':'w','Failover':{'NearestN':-1}}} | 500 | Invalid prepared query: Bad NearestN '-1', must be >= 0",
                "{'Name':'a','Service':{'Service':'w','Failover':{'NearestN':1.5}}} | 400 | Request decode failed: Service.Failover.NearestN must be a whole number of 32 bits",
                "{'Name':'a','Service':{'Service':'w','NodeMeta':{'':'x'}}} | 500 | Invalid prepared query: Couldn't load metadata pair ('', 'x'): Key cannot be blank",
                "{'Name':'a','Service':{'Service':'w','NodeMeta':{'a b':'x'}}} | 500 | Invalid prepared query: Couldn't load metadata pair ('a b', 'x'): Key contains invalid characters",
                "{'Name':'a','Service':{'Service':'w'},'DNS':{'TTL':'x'}} | 500 | Invalid prepared query: Bad DNS TTL 'x': time: invalid duration \"x\"",
                "{'Name':'a','Service':{'Service':'w'},'DNS':{'TTL':'10'}} | 500 | Invalid prepared query: Bad DNS TTL '10': time: missing unit in duration \"10\"",
                "{'Name':'a','Service':{'Service':'w'},'DNS':{'TTL':'-1s'}} | 500 | Invalid prepared query: DNS TTL '-1000000000', must be >=0",
            })
    void whatNoQueryMayBeIsRefused(String body, int status, String sentence) {
        var reply = post(body.replace('\'', '"'));
        assertThat(reply.body()).isEqualTo(sentence);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(api.state.queries.all).isEmpty();
    }

    @Test
    void whatIsNotThereCannotBeChanged() {
        for (var method : new String[] {"PUT", "DELETE"}) {
            var none = api.send(method, "/v1/query/" + ID, "{}");
            assertThat(none.status()).isEqualTo(500);
            assertThat(none.body()).isEqualTo("Cannot modify non-existent prepared query: '" + ID + "'");
            assertThat(api.send(method, "/v1/query/x", "{}").body())
                    .isEqualTo("Prepared Query lookup failed: failed prepared query lookup: index error: "
                            + "UUID must be 36 characters");
        }
        var malformed = api.get("/v1/query/x");
        assertThat(malformed.status()).isEqualTo(500);
        assertThat(malformed.body()).isEqualTo("failed prepared query lookup: index error: UUID must be 36 characters");
        assertThat(malformed.header("X-Consul-Index")).isEqualTo("1");
        assertThat(api.put("/v1/query/" + ID, "").body()).contains("non-existent");
    }

    @Test
    void isExecuted() {
        post(WEB);
        var web = Fakes.service("web1", "web", 1);
        api.state.instances.add(new Instance(Fakes.NODE, web, java.util.List.of()));
        var reply = api.get("/v1/query/web/execute");
        assertThat(reply.body())
                .startsWith("{\"Service\":\"web\",\"Nodes\":[{\"Node\":{\"ID\":\"" + Fakes.NODE.id()
                        + "\",\"Node\":\"node1\"")
                .endsWith("\"Checks\":null}],\"DNS\":{\"TTL\":\"\"},\"Datacenter\":\"dc1\",\"Failovers\":0,\"Index\":0,"
                        + "\"LastContact\":0,\"KnownLeader\":true,\"ConsistencyLevel\":\"leader\"}");
        assertThat(reply.header("X-Consul-Index")).isEqualTo("1");
        assertThat(api.get("/v1/query/" + ID + "/execute?stale").body()).contains("\"ConsistencyLevel\":\"stale\"");
        assertThat(api.get("/v1/query/web/execute?consistent").body()).contains("\"ConsistencyLevel\":\"consistent\"");
    }

    @Test
    void isExplained() {
        post(WEB);
        assertThat(api.get("/v1/query/web/explain").body())
                .isEqualTo("{\"Query\":" + SHOWN + ",\"Index\":0,\"LastContact\":0,\"KnownLeader\":true,"
                        + "\"ConsistencyLevel\":\"leader\"}");
    }

    @Test
    void whoAsksIsTold() {
        post(WEB);
        api.get("/v1/query/web/execute");
        api.get("/v1/query/web/execute?near=_agent&limit=2&connect=true");
        api.get("/v1/query/web/execute?near=n9&limit=-1&connect");
        assertThat(api.state.queries.askers)
                .containsExactly(
                        new PreparedQueries.Asker("", "node1", "127.0.0.1", 0, false),
                        new PreparedQueries.Asker("_agent", "node1", "127.0.0.1", 2, true),
                        new PreparedQueries.Asker("n9", "node1", "127.0.0.1", 0, false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "limit=x           | 500 | Bad limit: strconv.Atoi: parsing \"x\": invalid syntax",
                "limit=1.5         | 500 | Bad limit: strconv.Atoi: parsing \"1.5\": invalid syntax",
                "connect=x         | 500 | Error parsing 'connect' value: strconv.ParseBool: parsing \"x\": invalid syntax",
                "dc=other          | 500 | No path to datacenter",
                "wait=x            | 400 | Invalid wait time",
                "stale&consistent  | 400 | Cannot specify ?stale with ?consistent, conflicting semantics.",
            })
    void badParametersAreRefused(String parameters, int status, String sentence) {
        post(WEB);
        var reply = api.get("/v1/query/web/execute?" + parameters);
        assertThat(reply.body()).isEqualTo(sentence);
        assertThat(reply.status()).isEqualTo(status);
    }

    @Test
    void whatNobodyAnswersForIsNotFound() {
        for (var path : new String[] {"none/execute", "none/explain", "execute", "/execute"}) {
            var reply = api.get("/v1/query/" + path);
            assertThat(reply.status()).as(path).isIn(404, 301);
        }
        assertThat(api.get("/v1/query/none/execute").body()).isEqualTo("Query not found");
    }

    @Test
    void methodsAreTold() {
        assertThat(api.put("/v1/query", "{}").header("Allow")).isEqualTo("OPTIONS,GET,POST");
        assertThat(api.send("OPTIONS", "/v1/query/x", "").header("Allow")).isEqualTo("OPTIONS,GET,PUT,DELETE");
        assertThat(api.send("OPTIONS", "/v1/query/x/execute", "").header("Allow"))
                .isEqualTo("OPTIONS,GET");
        var posted = api.send("POST", "/v1/query/x", "{}");
        assertThat(posted.status()).isEqualTo(405);
        assertThat(posted.body()).isEqualTo("method POST not allowed");
        assertThat(posted.header("Allow")).isEqualTo("GET,PUT,DELETE");
        assertThat(api.send("POST", "/v1/query/x/execute", "").header("Allow")).isEqualTo("GET");
    }

    @Test
    void whoWaitsIsToldOfAChange() {
        var index = api.get("/v1/query").header("X-Consul-Index");
        var waiting = api.sent("GET", "/v1/query?index=" + index, "");
        Api.until(() -> api.state.waiting() == 1);
        post(WEB);
        assertThat(waiting.join().body()).contains(ID);

        var seen = api.get("/v1/query/" + ID).header("X-Consul-Index");
        var watching = api.sent("GET", "/v1/query/" + ID + "?index=" + seen, "");
        Api.until(() -> api.state.waiting() == 1);
        api.send("DELETE", "/v1/query/" + ID, "");
        assertThat(watching.join().status()).isEqualTo(404);
    }
}
