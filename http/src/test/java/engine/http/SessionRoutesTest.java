package engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionRoutesTest {
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
    void empty() {
        api.state.ordered.sessions.clear();
        api.state.ordered.asked.clear();
        api.state.calls.clear();
    }

    @Test
    void aSessionIsShownAsItWasMade() {
        var made = api.put(
                "/v1/session/create",
                "{\"Name\":\"leader\",\"TTL\":\"1m\",\"LockDelay\":\"1s\",\"ServiceChecks\":[{\"ID\":\"web\"}]}");
        assertThat(made.body()).isEqualTo("{\"ID\":\"" + FakeOrder.ID + "\"}");
        assertThat(made.header("X-Consul-Index")).isEqualTo("-");
        var shown = "[{\"ID\":\"" + FakeOrder.ID + "\",\"Name\":\"leader\",\"Node\":\"node1\",\"LockDelay\":1000000000,"
                + "\"Behavior\":\"release\",\"TTL\":\"1m\",\"NodeChecks\":[\"serfHealth\"],"
                + "\"ServiceChecks\":[{\"ID\":\"web\",\"Namespace\":\"\"}],\"CreateIndex\":21,\"ModifyIndex\":22}]";
        for (var path : List.of("info/" + FakeOrder.ID, "list", "node/node1")) {
            var reply = api.get("/v1/session/" + path);
            assertThat(reply.body()).as(path).isEqualTo(shown);
            assertThat(reply.header("X-Consul-Index")).isNotEqualTo("-");
            assertThat(reply.header("X-Consul-KnownLeader")).isEqualTo("true");
        }
        var renewed = api.put("/v1/session/renew/" + FakeOrder.ID, "");
        assertThat(renewed.body()).isEqualTo(shown);
        assertThat(renewed.header("X-Consul-Index")).isEqualTo("-");
        assertThat(api.get("/v1/session/node/other").body()).isEqualTo("[]");
        assertThat(api.put("/v1/session/destroy/" + FakeOrder.ID, "").body()).isEqualTo("true");
        assertThat(api.get("/v1/session/info/" + FakeOrder.ID).body()).isEqualTo("[]");
        assertThat(api.put("/v1/session/destroy/" + FakeOrder.ID, "").body()).isEqualTo("true");
    }

    @Test
    void whatIsNotSaidIsAsInConsul() {
        api.put("/v1/session/create", "");
        assertThat(api.state.ordered.asked.getFirst())
                .isEqualTo(new Sessions.Asked(
                        "",
                        "node1",
                        Duration.ofSeconds(15),
                        Sessions.Behavior.RELEASE,
                        "",
                        Duration.ZERO,
                        List.of("serfHealth"),
                        List.of()));
        assertThat(api.get("/v1/session/list").body()).contains("\"TTL\":\"\"").contains("\"ServiceChecks\":null");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"LockDelay": 5}                              | PT5S
                    {"lockdelay": "0s"}                           | PT0S
                    {"LockDelay": 5000000000}                     | PT5S
                    {"LockDelay": 1.5}                            | PT1S
                    {"LockDelay": "500ns"}                        | PT8M20S
                    {"LockDelay": null}                           | PT15S
                    """)
    void aLockDelayIsReadAsConsulReadsIt(String body, Duration expected) {
        api.put("/v1/session/create", body);
        assertThat(api.state.ordered.asked.getFirst().lockDelay()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"Checks": []}                                | ''
                    {"Checks": null}                              | ''
                    {"NodeChecks": []}                            | ''
                    {"NodeChecks": null}                          | ''
                    {"nodechecks": null}                          | ''
                    {"NodeChecks": [], "Checks": ["a"]}           | ''
                    {"Checks": ["serfHealth"]}                    | serfHealth
                    {"Checks": ["a"]}                             | serfHealth,a
                    {"NodeChecks": ["b"], "Checks": ["a", "b"]}   | b,a
                    """)
    void checksAreThoseOfBothNames(String body, String expected) {
        api.put("/v1/session/create", body);
        assertThat(String.join(",", api.state.ordered.asked.getFirst().nodeChecks()))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"TTL": "1s"}             | Invalid Session TTL '1000000000', must be between [10s=24h0m0s]
                    {"TTL": "25h"}            | Invalid Session TTL '90000000000000', must be between [10s=24h0m0s]
                    {"TTL": "-5s"}            | Invalid Session TTL '-5000000000', must be between [10s=24h0m0s]
                    {"TTL": "10"}             | Session TTL '10' invalid: time: missing unit in duration "10"
                    {"TTL": "abc"}            | Session TTL 'abc' invalid: time: invalid duration "abc"
                    {"TTL": 10}               | Request decode failed: TTL must be a string
                    {"Behavior": "explode"}   | Invalid Behavior setting 'explode'
                    {"Behavior": "Delete"}    | Invalid Behavior setting 'Delete'
                    {"Node": ""}              | Must provide Node
                    {"LockDelay": "abc"}      | Request decode failed: time: invalid duration "abc"
                    {"LockDelay": "-5s"}      | Request decode failed: LockDelay must not be negative
                    {"LockDelay": true}       | Request decode failed: LockDelay must be a duration such as "15s", or a number of nanoseconds
                    {"Checks": "a"}           | Request decode failed: Checks must be a list
                    {"Checks": [1]}           | Request decode failed: Checks must be a list of strings
                    {"ServiceChecks": [1]}    | Request decode failed: ServiceChecks must be an object
                    {"Name": 5}               | Request decode failed: Name must be a string
                    []                        | Request decode failed: expected a JSON object, got an array
                    oops                      | Request decode failed: invalid JSON at line 1, column 1
                    """)
    void aBadSessionIsRefusedInConsulsWords(String body, String sentence) {
        var reply = api.put("/v1/session/create", body);
        assertThat(reply.body()).isEqualTo(sentence);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(api.state.ordered.asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    GET  | info/    | 400 | Missing session
                    GET  | info/abc | 400 | failed session lookup: index error: UUID must be 36 characters
                    PUT  | destroy/ | 400 | Missing session
                    PUT  | destroy/abc | 400 | failed session lookup: index error: UUID must be 36 characters
                    PUT  | renew/   | 400 | Missing session
                    PUT  | renew/00000000-0000-0000-0000-000000000000 | 404 | Session id '00000000-0000-0000-0000-000000000000' not found
                    GET  | node/    | 400 | Missing node name
                    POST | create   | 405 | method POST not allowed
                    GET  | create   | 405 | method GET not allowed
                    PUT  | create?dc=nope | 500 | No path to datacenter
                    """)
    void badRequestsAreRefusedInConsulsWords(String method, String path, int status, String sentence) {
        var reply = api.send(method, "/v1/session/" + path, "");
        assertThat(reply.body()).isEqualTo(sentence);
        assertThat(reply.status()).isEqualTo(status);
    }

    @Test
    void aQueryWaitsForItsSession() {
        var path = "/v1/session/info/" + FakeOrder.ID;
        var index = api.get(path).header("X-Consul-Index");
        var waiting = api.sent("GET", path + "?index=" + index, "");
        Api.until(() -> api.state.waiting() == 1);
        api.put("/v1/session/create", "");
        assertThat(waiting.join().body()).contains(FakeOrder.ID);
    }

    @Test
    void theShortestTimeToLiveIsASetting() {
        var settings = new HttpSettings(
                "dc1",
                "node1",
                1000,
                2000,
                100_000,
                500,
                HttpSettings.Transaction.DEFAULT,
                Duration.ofSeconds(1),
                Duration.ofMinutes(5),
                Duration.ofMinutes(10));
        api.server.update(settings);
        assertThat(api.put("/v1/session/create", "{\"TTL\":\"1s\"}").status()).isEqualTo(200);
        api.server.update(Api.SETTINGS);
    }
}
