package engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import engine.http.message.Entity;
import engine.http.message.HttpRequest;
import java.time.Duration;
import org.apache.pekko.stream.Materializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Coordinates as Consul 1.8.7 answers for them, and what {@code near} makes of them. */
class CoordinateRoutesTest {
    private static final String NODE1 = "{\"Node\":\"node1\",\"Segment\":\"\",\"Coord\":{\"Vec\":[0,0,0,0,0,0,0,0],"
            + "\"Error\":1.5,\"Adjustment\":0,\"Height\":0.00001}}";
    private static final String UPDATE = "{\"Node\":\"ext1\",\"Coord\":{\"Vec\":[0.002,0,0,0,0,0,0,0],"
            + "\"Error\":0.5,\"Adjustment\":-0.001,\"Height\":0.00002}}";

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
        api.state.coordinates.clear();
    }

    @Test
    void allAreShownWithTheHeadersOfARead() {
        var reply = api.get("/v1/coordinate/nodes");
        assertThat(reply.body()).isEqualTo("[" + NODE1 + "]");
        assertThat(reply.header("X-Consul-Index")).matches("[1-9][0-9]*");
        assertThat(reply.header("X-Consul-Knownleader")).isEqualTo("true");
        assertThat(reply.header("X-Consul-Lastcontact")).isEqualTo("0");
        assertThat(api.get("/v1/coordinate/nodes?segment=x").body()).isEqualTo("[]");
        assertThat(api.get("/v1/coordinate/nodes?pretty").body()).contains("            \"Height\": 0.00001\n");
    }

    @Test
    void oneIsShownByItsNameInAnyCase() {
        assertThat(api.get("/v1/coordinate/node/node1").body()).isEqualTo("[" + NODE1 + "]");
        assertThat(api.get("/v1/coordinate/node/NODE1").status()).isEqualTo(200);
        for (var path : new String[] {"node/nope", "node/", "node/node1?segment=x"}) {
            var reply = api.get("/v1/coordinate/" + path);
            assertThat(reply.status()).as(path).isEqualTo(404);
            assertThat(reply.body()).as(path).isEmpty();
            assertThat(reply.header("X-Consul-Index")).as(path).isEqualTo("-");
        }
    }

    @Test
    void anUpdateIsTakenAndWakesWhoWaits() {
        var index = api.get("/v1/coordinate/nodes").header("X-Consul-Index");
        var waiting = api.sent("GET", "/v1/coordinate/nodes?wait=20s&index=" + index, "");
        var reply = api.put("/v1/coordinate/update", UPDATE);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEmpty();
        assertThat(waiting.join().body())
                .startsWith(
                        "[{\"Node\":\"ext1\",\"Segment\":\"\",\"Coord\":{\"Vec\":[0.002,0,0,0,0,0,0,0],\"Error\":0.5,"
                                + "\"Adjustment\":-0.001,\"Height\":0.00002}},");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    x                                      | 400 | Request decode failed: invalid JSON at line 1, column 1
                    {}                                     | 400 | Request decode failed: Coord is missing: a network coordinate
                    {"Node":"node1"}                       | 400 | Request decode failed: Coord is missing: a network coordinate
                    {"Node":"n","Coord":{"Vec":[0,0,0]}}   | 400 | incompatible coordinate
                    {"Node":"n","Coord":{"Vec":[0],"Bla":1}} | 400 | Request decode failed: json: unknown field "Bla"
                    {"Nodes":"n"}                          | 400 | Request decode failed: json: unknown field "Nodes"
                    {"Node":"n","Coord":{"Vec":[1e999]}}   | 400 | Request decode failed: Coord.Vec must be a number that a float64 can hold
                    {"Node":"n","Coord":{"Vec":["a"]}}     | 400 | Request decode failed: Coord.Vec must be a number that a float64 can hold
                    {"Node":"n","Coord":{"Vec":3}}         | 400 | Request decode failed: Coord.Vec must be a list of numbers
                    {"Node":"n","Coord":[]}                | 400 | Request decode failed: Coord must be an object
                    {"Coord":{"Vec":[0,0,0,0,0,0,0,0]}}    | 400 | Node is missing: the name of the node that is there.
                    """)
    void whatIsNoPlaceIsRefused(String body, int status, String sentence) {
        var reply = api.put("/v1/coordinate/update", body);
        assertThat(reply.body()).isEqualTo(sentence);
        assertThat(reply.status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    GET  | nodes?dc=other         | 500 | No path to datacenter
                    GET  | node/node1?dc=other    | 500 | No path to datacenter
                    PUT  | update?dc=other        | 500 | No path to datacenter
                    PUT  | nodes                  | 405 | method PUT not allowed
                    GET  | update                 | 405 | method GET not allowed
                    PUT  | probe                  | 400 | This is for agents, over their own port: see /v1/coordinate/update.
                    GET  | changes?version=x      | 400 | version is a whole number from 0
                    GET  | nodes?index=x          | 400 | Invalid index
                    """)
    void refusesWithASentence(String method, String path, int status, String sentence) {
        var reply = api.send(method, "/v1/coordinate/" + path, "");
        assertThat(reply.body()).isEqualTo(sentence);
        assertThat(reply.status()).isEqualTo(status);
    }

    @Test
    void anAgentMeasuresAndSaysWhereItIs() {
        var request = HttpRequest.put("/v1/coordinate/probe").with(Entity.json(UPDATE));
        var answer = api.server
                .handle(request, "agent1")
                .thenCompose(response -> response.entity()
                        .read(1 << 20, Duration.ofSeconds(10), Materializer.matFromSystem(api.kit.system())))
                .toCompletableFuture()
                .join();
        assertThat(answer.utf8String())
                .isEqualTo("{\"Node\":\"node1\",\"PauseMs\":15000,\"Coord\":{\"Vec\":[0,0,0,0,0,0,0,0],\"Error\":1.5,"
                        + "\"Adjustment\":0,\"Height\":0.00001}}");
        assertThat(api.get("/v1/coordinate/node/agent1").status()).isEqualTo(200);
        assertThat(api.get("/v1/coordinate/changes?version=4&life=a").body())
                .startsWith("{\"Life\":\"a\",\"Version\":5,\"Coordinates\":[{\"Node\":\"node1\",\"Segment\":\"\",")
                .endsWith(",\"Stamp\":77}]}");
    }

    /** The catalog of {@link Fakes} has ext1 with redis1 and node1 with redis2. */
    @Test
    void nearOrdersByTheDistance() {
        assertThat(api.get("/v1/health/service/redis?near=node1").body()).matches("(?s).*redis2.*redis1.*");
        assertThat(api.get("/v1/health/service/redis?near=ext1").body()).matches("(?s).*redis1.*redis2.*");
        api.state.coordinates.place("ext1", 0.02);
        assertThat(api.get("/v1/health/service/redis?near=ext1").body()).matches("(?s).*redis1.*redis2.*");
        assertThat(api.get("/v1/catalog/service/redis?near=_agent").body()).matches("(?s).*redis2.*redis1.*");
        assertThat(api.get("/v1/health/state/any?near=node1").body()).doesNotStartWith("[{\"Node\":\"ext1\"");
    }

    /** A client agent hands on what it is asked: it is its own distance that counts. */
    @Test
    void nearTheAgentIsNearTheOneThatWasAsked() {
        api.state.coordinates.place("ext1", 0.02);
        api.state.coordinates.place("agent1", 0.019);
        var answer = api.server
                .handle(HttpRequest.get("/v1/catalog/nodes?near=_agent"), "agent1")
                .thenCompose(response -> response.entity()
                        .read(1 << 20, Duration.ofSeconds(10), Materializer.matFromSystem(api.kit.system())))
                .toCompletableFuture()
                .join();
        assertThat(answer.utf8String()).matches("(?s).*\"Node\":\"ext1\".*\"Node\":\"node1\".*");
    }

    @ParameterizedTest
    @CsvSource({"0,0", "-0.0,0", "1.5,1.5", "0.00001,0.00001", "1.0E-7,1e-7", "-2.5E-9,-2.5e-9", "1.0E21,1e+21", "12,12"
    })
    void numbersAreWrittenAsGoWritesThem(double value, String text) {
        assertThat(Position.number(value)).isEqualTo(text);
    }
}
