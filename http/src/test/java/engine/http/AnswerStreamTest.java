package engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import engine.http.message.HttpRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.stream.BackpressureTimeoutException;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.SinkQueueWithCancel;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads as Server-Sent Events. */
class AnswerStreamTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Topic TOPIC = new Topic.Key("k");

    private final Fakes state = new Fakes();
    private final Blocking blocking = new Blocking(
            state,
            (delay, task) -> KIT.system()
                    .scheduler()
                    .scheduleOnce(delay, task, KIT.system().executionContext()),
            KIT.system().executionContext());
    private final AtomicReference<Indexed<String>> present = new AtomicReference<>(new Indexed<>(50, "a"));
    private final List<SinkQueueWithCancel<ByteString>> open = new ArrayList<>();

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @AfterEach
    void end() {
        open.forEach(SinkQueueWithCancel::cancel);
        Api.until(() -> blocking.parkedCount() == 0);
    }

    private Source<ByteString, NotUsed> source(Duration heartbeat, Duration patience, String lastEventId, long index) {
        var request = HttpRequest.get("/").with("Accept", "text/event-stream");
        var asked = Request.of(lastEventId.isEmpty() ? request : request.with("Last-Event-ID", lastEventId), "");
        var call = new Call(
                "",
                Query.parse(""),
                new Context("", "", Context.Consistency.DEFAULT, java.time.Instant.MAX),
                new Body(asked.entity(), Materializer.createMaterializer(KIT.system())),
                asked);
        assertThat(AnswerStream.isWanted(call)).isTrue();
        return new AnswerStream(blocking, heartbeat, patience)
                .of(
                        call,
                        index,
                        TOPIC,
                        present.get(),
                        present::get,
                        value -> value.isEmpty() ? Answer.empty(404) : Answer.text(200, value))
                .entity()
                .bytes();
    }

    private SinkQueueWithCancel<ByteString> events(Duration heartbeat, String lastEventId, long index) {
        var events = source(heartbeat, LONG, lastEventId, index)
                .toMat(Sink.queue(), Keep.right())
                .run(KIT.system());
        open.add(events);
        assertThat(next(events)).isEqualTo("retry: 1000\n\n");
        return events;
    }

    private static String next(SinkQueueWithCancel<ByteString> events) {
        return events.pull()
                .toCompletableFuture()
                .join()
                .map(ByteString::utf8String)
                .orElse("");
    }

    private void becomes(long index, String value) {
        present.set(new Indexed<>(index, value));
        state.change(TOPIC);
    }

    @Test
    void theAnswerComesAtOnceAndWheneverItIsAnother() {
        var events = events(LONG, "", 0);
        assertThat(next(events)).matches("id: 50-[0-9a-f]{8}\ndata: a\n\n");
        becomes(51, "b\nc");
        assertThat(next(events)).matches("id: 51-[0-9a-f]{8}\ndata: b\ndata: c\n\n");
        becomes(52, "");
        assertThat(next(events)).matches("id: 52-[0-9a-f]{8}\nevent: 404\ndata:\n\n");
    }

    @Test
    void whatIsChangedWhileTheClientIsBusyIsToldOnce() {
        var events = events(LONG, "", 0);
        next(events);
        becomes(51, "b");
        becomes(52, "c");
        var told = next(events);
        assertThat(told.contains("data: b") ? next(events) : told).contains("id: 52-", "data: c");
    }

    @Test
    void whenNothingHappensItSaysSo() {
        var events = events(Duration.ofMillis(20), "", 0);
        next(events);
        assertThat(next(events)).isEqualTo(": heartbeat\n\n");
        state.change(TOPIC); // the value is what it was
        assertThat(next(events)).isEqualTo(": heartbeat\n\n");
    }

    @Test
    void whoComesBackGetsOnlyWhatItDoesNotHave() {
        var events = events(LONG, "", 0);
        var id = next(events).lines().findFirst().orElseThrow().substring(4);
        var again = events(Duration.ofMillis(20), id, 0);
        assertThat(next(again)).isEqualTo(": heartbeat\n\n");
        var elsewhere = events(Duration.ofMillis(20), id.replace("50-", "7-"), 0);
        assertThat(next(elsewhere)).as("the same content of another server").isEqualTo(": heartbeat\n\n");
        becomes(51, "b");
        assertThat(next(events(LONG, id, 0))).contains("data: b");
        assertThat(next(events(Duration.ofMillis(20), "", 51)))
                .as("by its index")
                .isEqualTo(": heartbeat\n\n");
        assertThat(next(events(LONG, "", 50))).contains("data: b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "50", "-00000000", "50-xyz", "50-000000001"})
    void anotherStreamsIdIsRefused(String id) {
        try {
            source(LONG, LONG, id, 0);
            throw new AssertionError("taken");
        } catch (Refusal e) {
            assertThat(e.status()).isEqualTo(400);
        }
    }

    @Test
    void aClientThatTakesNothingIsCutOff() {
        var ended = source(Duration.ofMillis(5), Duration.ofMillis(50), "", 0)
                .watchTermination(Keep.right())
                .toMat(Sink.queue(1), Keep.left())
                .run(KIT.system());
        assertThat(ended.toCompletableFuture())
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withCauseInstanceOf(BackpressureTimeoutException.class);
    }

    @Test
    void aStreamEndsWithTheAgent() {
        var events = events(LONG, "", 0);
        next(events);
        var last = events.pull();
        Api.until(() -> blocking.parkedCount() == 1);
        blocking.close();
        last.toCompletableFuture().join();
        assertThat(next(events)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/catalog/services",
                "/v1/health/service/web?passing",
                "/v1/kv/stream?recurse",
                "/v1/kv/stream/none",
                "/v1/event/list"
            })
    void pathsThatOnePollsHaveStreamsAlsoThroughAClientAgent(String path) throws IOException {
        try (var server = new Api();
                var client = new Api(request -> server.server.handle(request, "client"))) {
            for (var api : List.of(server, client)) {
                try (var socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
                    socket.setSoTimeout(10_000);
                    socket.getOutputStream()
                            .write(("GET " + path
                                            + " HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\nAccept-Encoding: gzip\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
                    var read = until(socket, "\n\n", 2);
                    assertThat(read)
                            .startsWith("HTTP/1.1 200")
                            .contains("Content-Type: text/event-stream", "X-Consul-Index: ", "Cache-Control: no-cache")
                            .contains("data:")
                            .doesNotContain("Content-Encoding");
                    Api.until(() -> server.state.waiting() == 1);
                }
                Api.until(() -> server.state.waiting() == 0);
            }
        }
    }

    private static String until(Socket socket, String end, int times) throws IOException {
        var read = new StringBuilder();
        while (read.toString().split(end, -1).length <= times) {
            var next = socket.getInputStream().read();
            if (next < 0) {
                throw new CompletionException(new IOException("ended after " + read));
            }
            read.append((char) next);
        }
        return read.toString();
    }

    @Test
    void bytesAreNoText() {
        try (var server = new Api()) {
            assertThat(server.send("GET", "/v1/kv/a?raw", "", "Accept", "text/event-stream")
                            .body())
                    .startsWith("A stream of events is text");
        }
    }
}
