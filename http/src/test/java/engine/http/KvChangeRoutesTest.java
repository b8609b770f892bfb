package engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import engine.http.KvChanges.Operation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KvChangeRoutesTest {
    private Api api;

    @BeforeEach
    void start() {
        api = new Api();
        api.state.record.add(
                FakeRecord.change("app/a", 51, Operation.SET, "-", "1"),
                FakeRecord.change("other", 52, Operation.SET, "-", "x"),
                FakeRecord.change("app/a", 53, Operation.DELETE, "1", "-"),
                FakeRecord.change("app/b", 53, Operation.SET, "", "2"));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void changesAreToldInOrderWithWhatWasBefore() {
        var reply = api.get("/v1/kv-changes/app/?index=50");
        assertThat(reply.body())
                .isEqualTo("[{\"Key\":\"app/a\",\"Operation\":\"set\",\"OldValue\":null,\"Value\":\"MQ==\",\"Flags\":7,"
                        + "\"Session\":\"\",\"Index\":51,\"Time\":\"1970-01-01T00:01:00Z\",\"By\":\"10.0.0.1\"},"
                        + "{\"Key\":\"app/a\",\"Operation\":\"delete\",\"OldValue\":\"MQ==\",\"Value\":null,\"Flags\":7,"
                        + "\"Session\":\"\",\"Index\":53,\"Time\":\"1970-01-01T00:01:00Z\",\"By\":\"10.0.0.1\"},"
                        + "{\"Key\":\"app/b\",\"Operation\":\"set\",\"OldValue\":\"\",\"Value\":\"Mg==\",\"Flags\":7,"
                        + "\"Session\":\"\",\"Index\":53,\"Time\":\"1970-01-01T00:01:00Z\",\"By\":\"10.0.0.1\"}]");
        assertThat(reply.header("X-Consul-Index")).isEqualTo("53");
        assertThat(reply.header("X-Consul-KnownLeader")).isEqualTo("true");
        assertThat(api.get("/v1/kv-changes/").body()).contains("other").contains("app/b");
        assertThat(api.get("/v1/kv-changes/app/?index=51").body()).doesNotContain("\"set\",\"OldValue\":null");
    }

    @Test
    void whoHasSeenAllWaits() {
        var waiting = api.sent("GET", "/v1/kv-changes/app/?index=53", "");
        Api.until(() -> api.state.waiting() == 1);
        api.state.record.add(FakeRecord.change("other", 54, Operation.SET, "x", "y"));
        assertThat(waiting).isNotDone();
        api.state.record.add(FakeRecord.change("app/c", 55, Operation.SET, "-", "y"));
        var reply = waiting.join();
        assertThat(reply.body()).contains("app/c").doesNotContain("other");
        assertThat(reply.header("X-Consul-Index")).isEqualTo("55");
    }

    @Test
    void whoWaitedInVainKnowsHowFarThatWas() {
        api.state.record.add(FakeRecord.change("other", 60, Operation.SET, "x", "y"));
        var reply = api.get("/v1/kv-changes/app/?index=53&wait=20ms");
        assertThat(reply.body()).isEqualTo("[]");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("X-Consul-Index")).isEqualTo("60");
        var ahead = api.get("/v1/kv-changes/app/?index=9000&wait=20ms");
        assertThat(ahead.body()).isEqualTo("[]");
        assertThat(ahead.header("X-Consul-Index")).isEqualTo("60");
    }

    @Test
    void whatIsNoLongerKeptIsNotAnsweredInPart() {
        api.state.record.kept = 52;
        var lost = "The changes after index 51 are no longer kept, only those after 52. Ask without an index for the "
                + "present one, read the keys anew, then go on from that index.";
        for (var reply : List.of(
                api.get("/v1/kv-changes/app/?index=51"),
                api.send("GET", "/v1/kv-changes/app/?index=51", "", "Accept", "text/event-stream"),
                api.send("GET", "/v1/kv-changes/app/", "", "Accept", "text/event-stream", "Last-Event-ID", "51"))) {
            assertThat(reply.body()).isEqualTo(lost);
            assertThat(reply.status()).isEqualTo(410);
        }
        assertThat(api.get("/v1/kv-changes/app/?index=52").status()).isEqualTo(200);
        assertThat(api.get("/v1/kv-changes/app/").status()).isEqualTo(200);
        assertThat(api.get("/v1/kv-changes/app/?index=0").status()).isEqualTo(200);
    }

    @Test
    void aPageEndsWhereTheNextBegins() {
        var many = IntStream.range(0, 1500)
                .mapToObj(i -> FakeRecord.change("many/" + i, 100 + i, Operation.SET, "-", "x"))
                .toArray(KvChanges.Change[]::new);
        api.state.record.add(many);
        var first = api.get("/v1/kv-changes/many/?index=53");
        assertThat(first.header("X-Consul-Index")).isEqualTo("1099");
        var second = api.get("/v1/kv-changes/many/?index=1099");
        assertThat(second.header("X-Consul-Index")).isEqualTo("1599");
        assertThat(second.body()).startsWith("[{\"Key\":\"many/1000\"").endsWith("\"By\":\"10.0.0.1\"}]");
    }

    @Test
    void aStreamBeginsBehindItsIndexAndGoesOn() {
        try (var events = new EventReader(api.port(), "/v1/kv-changes/app/?index=50")) {
            assertThat(events.head())
                    .startsWith("HTTP/1.1 200")
                    .contains("Content-Type: text/event-stream")
                    .contains("Cache-Control: no-cache");
            assertThat(events.next()).isEqualTo("retry: 1000\nid: 50\n");
            assertThat(events.next()).startsWith("id: 51\nevent: set\ndata: {\"Key\":\"app/a\",");
            assertThat(events.next()).as("shares its index").startsWith("event: delete\ndata: ");
            assertThat(events.next()).startsWith("id: 53\nevent: set\ndata: {\"Key\":\"app/b\",");
            Api.until(() -> api.state.waiting() == 1);
            api.state.record.add(FakeRecord.change("other", 54, Operation.SET, "x", "y"));
            api.state.record.add(FakeRecord.change("app/c", 55, Operation.ACQUIRE, "-", "y"));
            assertThat(events.next()).startsWith("id: 55\nevent: acquire\n");
        }
    }

    @Test
    void aStreamWithoutAnIndexBeginsWithWhatComes() {
        try (var events = new EventReader(api.port(), "/v1/kv-changes/app/")) {
            assertThat(events.next()).isEqualTo("retry: 1000\nid: 53\n");
            Api.until(() -> api.state.waiting() == 1);
            api.state.record.add(FakeRecord.change("app/c", 55, Operation.EXPIRE, "y", "-"));
            assertThat(events.next()).startsWith("id: 55\nevent: expire\n");
        }
    }

    @Test
    void aClientThatComesBackGoesOnWhereItWas() {
        try (var events = new EventReader(api.port(), "/v1/kv-changes/app/?index=50", "Last-Event-ID: 51")) {
            assertThat(events.next()).contains("id: 51");
            assertThat(events.next()).startsWith("event: delete\n");
        }
    }

    @Test
    void aStreamEndsWhenItHasFallenBehindWhatIsKept() {
        try (var events = new EventReader(api.port(), "/v1/kv-changes/app/?index=53")) {
            events.next();
            Api.until(() -> api.state.waiting() == 1);
            api.state.record.kept = 70;
            api.state.record.add(FakeRecord.change("app/z", 71, Operation.SET, "-", "y"));
            assertThat(events.next())
                    .startsWith("event: lost\ndata: {\"Error\":\"The changes after index 53 are no longer");
            assertThat(events.next()).isEmpty();
        }
    }

    @Test
    void manyStreamsCostNoThreads() {
        var readers = new ArrayList<EventReader>();
        try {
            for (var i = 0; i < 10; i++) {
                readers.add(new EventReader(api.port(), "/v1/kv-changes/app/?index=53"));
            }
            Api.until(() -> api.state.waiting() == 10);
            var before = Thread.activeCount();
            for (var i = 10; i < 300; i++) {
                readers.add(new EventReader(api.port(), "/v1/kv-changes/app/?index=53"));
            }
            Api.until(() -> api.state.waiting() == 300);
            assertThat(Thread.activeCount()).isLessThan(before + 20);
            api.state.record.add(FakeRecord.change("app/c", 55, Operation.SET, "-", "y"));
            for (var reader : readers) {
                reader.next();
                assertThat(reader.next()).startsWith("id: 55\n");
            }
        } finally {
            readers.forEach(EventReader::close);
        }
    }

    @Test
    void aStreamWhoseClientLeftEnds() {
        new EventReader(api.port(), "/v1/kv-changes/app/?index=53").close();
        Api.until(() -> {
            var reads = api.state.record.reads.get();
            api.state.record.add(FakeRecord.change("app/c", api.state.record.latest + 1, Operation.SET, "-", "y"));
            return api.state.waiting() == 0 && api.state.record.reads.get() == reads;
        });
    }

    @Test
    void closingEndsStreams() {
        try (var events = new EventReader(api.port(), "/v1/kv-changes/app/?index=53")) {
            events.next();
            Api.until(() -> api.state.waiting() == 1);
            api.server.close().toCompletableFuture().join();
            assertThat(events.next()).contains("id: 53");
            assertThat(events.next()).isEmpty();
        }
    }

    @Test
    void theHistoryOfAKeyIsToldNewestFirst() {
        assertThat(api.get("/v1/kv-history/app/a").body())
                .isEqualTo("[{\"Operation\":\"delete\",\"Value\":null,\"Flags\":7,\"Session\":\"\",\"Index\":53,"
                        + "\"Time\":\"1970-01-01T00:01:00Z\",\"By\":\"10.0.0.1\"},"
                        + "{\"Operation\":\"set\",\"Value\":\"MQ==\",\"Flags\":7,\"Session\":\"\",\"Index\":51,"
                        + "\"Time\":\"1970-01-01T00:01:00Z\",\"By\":\"10.0.0.1\"}]");
        var none = api.get("/v1/kv-history/none");
        assertThat(none.status()).isEqualTo(404);
        assertThat(none.header("X-Consul-Index")).isEqualTo("10");
    }

    @Test
    void conflictsAreListedAndForgotten() {
        api.state.record.conflicts.add(new KvConflicts.Conflict(
                "app/a",
                "01-n2",
                Optional.of(ByteString.fromString("x")),
                7,
                50,
                53,
                Instant.ofEpochSecond(60),
                "10.0.0.2"));
        assertThat(api.get("/v1/kv-conflicts/app/").body())
                .isEqualTo(
                        "[{\"Key\":\"app/a\",\"Stamp\":\"01-n2\",\"Operation\":\"set\",\"Value\":\"eA==\",\"Flags\":7,"
                                + "\"BasedOn\":50,\"Found\":53,\"Time\":\"1970-01-01T00:01:00Z\",\"By\":\"10.0.0.2\"}]");
        assertThat(api.get("/v1/kv-conflicts/other").body()).isEqualTo("[]");
        assertThat(api.send("DELETE", "/v1/kv-conflicts/app/a?stamp=02", "").body())
                .isEqualTo("false");
        assertThat(api.send("DELETE", "/v1/kv-conflicts/app/a?stamp=01-n2", "").body())
                .isEqualTo("true");
        assertThat(api.get("/v1/kv-conflicts/").body()).isEqualTo("[]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    GET    | kv-changes/a?index=-1       | 400 | Invalid index
                    GET    | kv-changes/a?index=x        | 400 | Invalid index
                    GET    | kv-changes/a?wait=x         | 400 | Invalid wait time
                    GET    | kv-changes/a?dc=nope        | 500 | No path to datacenter
                    PUT    | kv-changes/a                | 405 | method PUT not allowed
                    GET    | kv-history/                 | 400 | Missing key name
                    DELETE | kv-conflicts/               | 400 | Missing key name
                    DELETE | kv-conflicts/a              | 400 | Missing stamp: a conflict is forgotten by its key and ?stamp=, as /v1/kv-conflicts/ lists it.
                    """)
    void badRequestsAreRefusedWithASentence(String method, String path, int status, String sentence) {
        var reply = api.send(method, "/v1/" + path, "");
        assertThat(reply.body()).isEqualTo(sentence);
        assertThat(reply.status()).isEqualTo(status);
    }

    @Test
    void aBadLastEventIdIsRefused() {
        var reply = api.send("GET", "/v1/kv-changes/a", "", "Accept", "text/event-stream", "Last-Event-ID", "x");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body())
                .isEqualTo("Invalid Last-Event-ID: the id of an event of this stream is expected, a number");
    }
}
