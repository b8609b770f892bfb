package engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventHistoryRoutesTest {
    private static final Instant FIRED = Instant.parse("2026-01-02T03:04:05Z");

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
        api.state.history.clear();
        api.state.searches.clear();
    }

    private static UserEvents.Past past(String id, Map<String, Integer> runs) {
        return past(id, runs, "");
    }

    private static UserEvents.Past past(String id, Map<String, Integer> runs, String key) {
        var event = new UserEvents.Event(
                id,
                "deploy",
                ByteString.fromString("x"),
                "",
                "",
                "",
                7,
                FIRED,
                "node1",
                Map.of("zone", "^a$"),
                Duration.ofDays(1),
                "10.0.0.9",
                "",
                key,
                Duration.ofMinutes(10));
        return new UserEvents.Past(event, 3, new TreeMap<>(runs));
    }

    @Test
    void theNewestEventIsTheLastAndEachTellsWhatCameOfIt() {
        api.state.history.add(past("e2", Map.of()));
        api.state.history.add(past("e1", Map.of("succeeded", 2, "failed", 1)));
        var reply = api.get("/v1/event/history");
        assertThat(reply.body())
                .isEqualTo(
                        "[{\"Event\":{\"ID\":\"e1\",\"Name\":\"deploy\",\"Payload\":\"eA==\",\"NodeFilter\":\"\","
                                + "\"ServiceFilter\":\"\",\"TagFilter\":\"\",\"Version\":1,\"LTime\":7},"
                                + "\"FiredAt\":\"2026-01-02T03:04:05Z\",\"FiredBy\":\"node1\",\"FiredFrom\":\"10.0.0.9\",\"TTL\":\"24h0m0s\",\"MetaFilters\":{\"zone\":\"^a$\"},\"Nodes\":3,"
                                + "\"Runs\":{\"failed\":1,\"succeeded\":2}},"
                                + "{\"Event\":{\"ID\":\"e2\",\"Name\":\"deploy\",\"Payload\":\"eA==\",\"NodeFilter\":\"\","
                                + "\"ServiceFilter\":\"\",\"TagFilter\":\"\",\"Version\":1,\"LTime\":7},"
                                + "\"FiredAt\":\"2026-01-02T03:04:05Z\",\"FiredBy\":\"node1\",\"FiredFrom\":\"10.0.0.9\",\"TTL\":\"24h0m0s\",\"MetaFilters\":{\"zone\":\"^a$\"},\"Nodes\":3,\"Runs\":{}}]");
        assertThat(reply.header("X-Consul-Index")).isNotEqualTo("-");
    }

    @Test
    void anEventWithAKeyTellsItAndItsWindow() {
        api.state.history.add(past("e1", Map.of(), "db1"));
        assertThat(api.get("/v1/event/history").body())
                .contains("\"MetaFilters\":{\"zone\":\"^a$\"},\"Key\":\"db1\",\"KeyWindow\":\"10m0s\",\"Nodes\":3");
    }

    @Test
    void aSearchMayBeByLogicalTimeAndEndBeforeATimeOrAnEvent() {
        api.get("/v1/event/history?after=41&before=2026-01-02T03:04:05Z");
        assertThat(api.state.searches.getLast())
                .isEqualTo(new UserEvents.Search("", Optional.empty(), Optional.of(FIRED), "", 41, "", "", 100));
        api.get("/v1/event/history?before=01A1FE9F-DA78-7094-9A8B-8BFF9FD3CFDB");
        assertThat(api.state.searches.getLast().beforeId()).isEqualTo("01a1fe9f-da78-7094-9a8b-8bff9fd3cfdb");
    }

    @Test
    void aDeletionSaysWhatItMeansAndIsToldWhatWentAndWhatStays() {
        var reply = api.send("DELETE", "/v1/event/history?name=deploy&before=2026-01-02T03:04:05Z", "");
        assertThat(reply.body()).isEqualTo("{\"Purged\":2,\"Kept\":1}");
        var all = Integer.MAX_VALUE;
        assertThat(api.state.searches.getLast())
                .isEqualTo(new UserEvents.Search("deploy", Optional.empty(), Optional.of(FIRED), "", 0, "", "", all));
        assertThat(api.send("DELETE", "/v1/event/history?all", "").status()).isEqualTo(200);
        assertThat(api.state.searches.getLast()).isEqualTo(new UserEvents.Search("", Optional.empty(), "", "", all));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "all=false",
                "name=",
                "all&name=deploy",
                "name=x&limit=5",
                "all=maybe",
                "before=soon",
                "after=-1",
                "name=x&dc=mars"
            })
    void aDeletionThatDoesNotSayWhatItMeansIsRefused(String query) {
        var reply = api.send("DELETE", "/v1/event/history?" + query, "");
        assertThat(reply.status()).isEqualTo(query.endsWith("mars") ? 500 : 400);
        assertThat(reply.body()).isNotBlank();
        assertThat(api.state.searches).isEmpty();
    }

    @Test
    void aSearchSaysWhatItWants() {
        api.get("/v1/event/history");
        assertThat(api.state.searches.getLast()).isEqualTo(new UserEvents.Search("", Optional.empty(), "", "", 100));
        api.get("/v1/event/history?name=deploy&node=web1&status=failed&limit=5&since=2026-01-02T04:04:05%2B01:00");
        assertThat(api.state.searches.getLast())
                .isEqualTo(new UserEvents.Search("deploy", Optional.of(FIRED), "web1", "failed", 5));
        var before = Instant.now();
        api.get("/v1/event/history?since=1h30m");
        assertThat(api.state.searches.getLast().since().orElseThrow())
                .isBetween(before.minus(Duration.ofMinutes(90)), Instant.now().minus(Duration.ofMinutes(90)));
    }

    @Test
    void aSearchWaitsForWhatCameOfAnEvent() throws Exception {
        api.state.history.add(past("e1", Map.of()));
        api.state.change(new Topic.History());
        var index = api.get("/v1/event/history").header("X-Consul-Index");
        var waiting = api.sent("GET", "/v1/event/history?index=" + index + "&wait=60s", "");
        Api.until(() -> api.state.waitsFor(new Topic.History()));
        assertThat(waiting).isNotDone();
        api.state.history.set(0, past("e1", Map.of("running", 1)));
        api.state.change(new Topic.History());
        assertThat(waiting.get(10, TimeUnit.SECONDS).body()).contains("\"Runs\":{\"running\":1}");
    }
}
