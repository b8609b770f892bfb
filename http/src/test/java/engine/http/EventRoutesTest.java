package engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventRoutesTest {
    private static final String ID = "dea3db51-883e-aa86-fc73-0c315668e1eb";

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
        api.state.events.clear();
        api.state.runs.clear();
        api.state.calls.clear();
    }

    @Test
    void aFiredEventIsAnsweredWithoutItsTime() {
        assertThat(api.put("/v1/event/fire/deploy?node=node.*&service=web&tag=v1", "v1.2.3")
                        .body())
                .isEqualTo("{\"ID\":\"" + ID + "\",\"Name\":\"deploy\",\"Payload\":\"djEuMi4z\",\"NodeFilter\":"
                        + "\"node.*\",\"ServiceFilter\":\"web\",\"TagFilter\":\"v1\",\"Version\":1,\"LTime\":0}");
        assertThat(api.put("/v1/event/fire/restart", "").body()).contains("\"Payload\":null");
    }

    @Test
    void eventsAreListedByName() {
        var none = api.get("/v1/event/list");
        assertThat(none.body()).isEqualTo("[]");
        assertThat(none.header("X-Consul-Index")).isEqualTo(String.valueOf(api.state.indexOf(new Topic.Events())));
        assertThat(none.header("X-Consul-KnownLeader")).isEqualTo("-");
        api.put("/v1/event/fire/deploy", "x");
        api.put("/v1/event/fire/restart", "");
        assertThat(api.get("/v1/event/list").body())
                .startsWith("[{\"ID\":\"" + ID + "\",\"Name\":\"deploy\",\"Payload\":\"eA==\"")
                .contains("\"Version\":1,\"LTime\":7},{");
        assertThat(api.get("/v1/event/list?name=restart").body())
                .contains("restart")
                .doesNotContain("deploy");
        assertThat(api.get("/v1/event/list?name=none&dc=mars").body()).isEqualTo("[]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    PUT | fire/                | 400 | Missing name
                    PUT | fire/deploy?dc=mars  | 500 | No path to datacenter
                    PUT | fire/deploy?meta=x   | 400 | Invalid meta filter: it is KEY:REGEX.
                    PUT | fire/deploy?meta=x:a&meta=x:b | 400 | Invalid meta filter: a key can be given once.
                    PUT | fire/deploy?ttl=soon | 400 | Invalid ttl: it is a duration such as 10m.
                    PUT | fire/deploy?ttl=-1s  | 400 | Invalid ttl: it is a duration such as 10m.
                    PUT | fire/deploy?key-window=1m | 400 | Invalid key-window: it needs a key beside it.
                    PUT | fire/deploy?key=k&key-window=soon | 400 | Invalid key-window: it is a duration such as 10m.
                    PUT | rollout/start/deploy?key=k | 400 | A rollout takes no key: its nodes each have an event of their own.
                    GET | fire/deploy          | 405 | method GET not allowed
                    GET | list?index=abc       | 400 | Invalid index
                    GET | runs/                | 400 | Missing event id
                    GET | runs/x?index=5       | 404 | No event with id "x" is known here (any more).
                    GET | match?dc=mars        | 500 | No path to datacenter
                    GET | match?meta=x         | 400 | Invalid meta filter: it is KEY:REGEX.
                    GET | history?limit=0      | 400 | Invalid limit: it is a number from 1 to 10000.
                    GET | history?limit=10001  | 400 | Invalid limit: it is a number from 1 to 10000.
                    GET | history?status=done  | 400 | Invalid status: a run is queued, running, succeeded, failed, timed-out, skipped, interrupted or elsewhere.
                    GET | history?since=monday | 400 | Invalid since: it is a duration such as 1h30m, or a time such as 2026-01-02T15:04:05Z (RFC 3339).
                    GET | history?dc=mars      | 500 | No path to datacenter
                    """)
    void refusesWithASentence(String method, String path, int status, String sentence) {
        var reply = api.send(method, "/v1/event/" + path, method.equals("GET") ? "" : "x");
        assertThat(reply.body()).isEqualTo(sentence);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(api.state.calls).isEmpty();
    }

    @Test
    void anEventIsForNodesWithMetadataAndLivesAsLongAsIsSaid() {
        api.put("/v1/event/fire/deploy?dc=dc1&meta=zone:%5Ea%3A1$&meta=rack:&ttl=10m", "");
        var firing = api.state.firings.getLast();
        assertThat(firing.filters()).isEqualTo(new UserEvents.Filters("", "", "", Map.of("zone", "^a:1$", "rack", "")));
        assertThat(firing.ttl()).contains(Duration.ofMinutes(10));
        api.put("/v1/event/fire/deploy", "");
        assertThat(api.state.firings.getLast().ttl()).isEmpty();
    }

    @Test
    void anEventThatWasFiredBeforeWithItsKeyIsToldToBeADuplicate() {
        var reply = api.put("/v1/event/fire/deploy?key=a%20b&key-window=1m30s", "");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).endsWith("\"Version\":1,\"LTime\":0,\"Duplicate\":true}");
        assertThat(api.state.firings.getLast().key())
                .contains(new UserEvents.DeduplicationKey("a b", Optional.of(Duration.ofSeconds(90))));
        assertThat(api.put("/v1/event/fire/deploy", "").body()).endsWith("\"LTime\":0}");
        assertThat(api.state.firings.getLast().key()).isEmpty();
    }

    @Test
    void whomAnEventConcernsIsToldBeforeItIsFired() {
        assertThat(api.get("/v1/event/match?node=^n&service=web&tag=v1&meta=zone:a".replace("^", "%5E"))
                        .body())
                .isEqualTo("[{\"Node\":\"node1\",\"Alive\":true},{\"Node\":\"node2\",\"Alive\":false}]");
        assertThat(api.state.matched.getLast())
                .isEqualTo(new UserEvents.Filters("^n", "web", "v1", Map.of("zone", "a")));
    }

    @Test
    void nodesThatHaveNotToldAreNamed() {
        var event =
                new UserEvents.Event(ID, "deploy", ByteString.emptyByteString(), "", "", "", 7, Instant.EPOCH, "node1");
        api.state.runs.put(ID, new UserEvents.Runs(event, false, List.of(), List.of(), List.of("node2", "node3")));
        assertThat(api.get("/v1/event/runs/" + ID).body())
                .endsWith("\"Receipts\":[],\"Runs\":[],\"Waiting\":[\"node2\",\"node3\"]}");
    }

    /** Whoever fires knows which filters can be used, and refuses the others. */
    @ParameterizedTest
    @ValueSource(strings = {"node=(", "tag=v1", "node=x%7B600%7Dy%7B600%7D"})
    void filtersAreHandedOnAsTheyCame(String filters) {
        assertThat(api.put("/v1/event/fire/deploy?" + filters, "").status()).isEqualTo(200);
        api.state.failure = new Refusal(400, "Invalid node filter");
        try {
            var refused = api.put("/v1/event/fire/deploy?" + filters, "");
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.body()).isEqualTo("Invalid node filter");
        } finally {
            api.state.failure = null;
        }
    }

    @Test
    void aPayloadBeyondTheLimitIsRefused() {
        assertThat(api.put("/v1/event/fire/deploy", "x".repeat(500)).status()).isEqualTo(200);
        var reply = api.put("/v1/event/fire/deploy", "x".repeat(501));
        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.body())
                .isEqualTo("Request body(501 bytes) too large, max size: 500 bytes."
                        + " See events.max-payload in the configuration.");
    }

    @Test
    void runsShowWhatEveryNodeDid() {
        var event =
                new UserEvents.Event(ID, "deploy", ByteString.emptyByteString(), "", "", "", 7, Instant.EPOCH, "node1");
        var start = Instant.parse("2026-01-02T03:04:05Z");
        var ended = new UserEvents.Run(
                "node1",
                "t",
                "failed",
                OptionalInt.of(3),
                "out",
                "exit code 3",
                start,
                Optional.of(start.plusMillis(10)),
                Optional.of(start.plusMillis(1510)),
                70);
        var queued = new UserEvents.Run(
                "node2", "t", "queued", OptionalInt.empty(), "", "", start, Optional.empty(), Optional.empty(), 0);
        api.state.runs.put(
                ID,
                new UserEvents.Runs(
                        event,
                        false,
                        List.of(new UserEvents.Receipt("node3", 0, "no trigger for deploy")),
                        List.of(ended, queued)));
        var reply = api.get("/v1/event/runs/" + ID);
        assertThat(reply.body())
                .isEqualTo("{\"Event\":{\"ID\":\"" + ID + "\",\"Name\":\"deploy\",\"Payload\":null,\"NodeFilter\":\"\","
                        + "\"ServiceFilter\":\"\",\"TagFilter\":\"\",\"Version\":1,\"LTime\":7},\"Complete\":false,"
                        + "\"Receipts\":[{\"Node\":\"node3\",\"Triggers\":0,\"Reason\":\"no trigger for deploy\"}],"
                        + "\"Runs\":[{\"Node\":\"node1\",\"Trigger\":\"t\",\"Status\":\"failed\",\"ExitCode\":3,"
                        + "\"Output\":\"out\",\"OutputDropped\":70,\"Reason\":\"exit code 3\",\"QueuedAt\":\"2026-01-02T03:04:05Z\","
                        + "\"StartedAt\":\"2026-01-02T03:04:05.010Z\",\"EndedAt\":\"2026-01-02T03:04:06.510Z\","
                        + "\"DurationMs\":1500},{\"Node\":\"node2\",\"Trigger\":\"t\",\"Status\":\"queued\","
                        + "\"ExitCode\":null,\"Output\":\"\",\"Reason\":\"\",\"QueuedAt\":\"2026-01-02T03:04:05Z\","
                        + "\"StartedAt\":null,\"EndedAt\":null,\"DurationMs\":null}]}");
        assertThat(reply.header("X-Consul-Index")).isEqualTo("10");
    }
}
