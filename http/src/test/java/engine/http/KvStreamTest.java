package engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import engine.http.KvChanges.Operation;
import java.time.Duration;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.stream.BackpressureTimeoutException;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.SinkQueueWithCancel;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class KvStreamTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final Duration LONG = Duration.ofSeconds(60);

    private final Fakes state = new Fakes();
    private final Blocking blocking = new Blocking(
            state,
            (delay, task) -> KIT.system()
                    .scheduler()
                    .scheduleOnce(delay, task, KIT.system().executionContext()),
            KIT.system().executionContext());
    private final KvFeed feed = new KvFeed(state.record, blocking);

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    private SinkQueueWithCancel<ByteString> events(Duration heartbeat, Duration patience) {
        return new KvStream(feed, blocking, heartbeat, patience)
                .events("app/", 50)
                .toMat(Sink.queue(), Keep.right())
                .run(KIT.system());
    }

    private static String next(SinkQueueWithCancel<ByteString> events) {
        return events.pull()
                .toCompletableFuture()
                .join()
                .map(ByteString::utf8String)
                .orElse("");
    }

    @Test
    void aSilentStreamTellsHowFarItIs() {
        var events = events(Duration.ofMillis(20), LONG);
        assertThat(next(events)).isEqualTo("retry: 1000\nid: 50\n\n");
        assertThat(next(events)).isEqualTo(": heartbeat\nid: 50\n\n");
        state.record.add(FakeRecord.change("other", 57, Operation.SET, "-", "x"));
        Api.until(() -> next(events).equals(": heartbeat\nid: 57\n\n"));
        events.cancel();
    }

    @Test
    void aStreamThatIsAheadOfAllEnds() {
        state.record.latest = 40;
        var events = events(Duration.ofMillis(20), LONG);
        next(events);
        assertThat(next(events)).startsWith("event: lost\ndata: {\"Error\":\"The index is ahead of all changes");
        assertThat(next(events)).isEmpty();
    }

    @Test
    void aClientThatTakesNothingIsCutOff() {
        var ended = new KvStream(feed, blocking, Duration.ofMillis(5), Duration.ofMillis(50))
                .events("app/", 50)
                .watchTermination(Keep.right())
                .toMat(Sink.queue(1), Keep.left()) // takes one and no more until it is asked
                .run(KIT.system());
        assertThat(ended.toCompletableFuture())
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withCauseInstanceOf(BackpressureTimeoutException.class);
        Api.until(() -> blocking.parkedCount() == 0);
    }

    @Test
    void changesWaitWhereTheyAreKeptUntilTheyAreTaken() {
        var events = events(LONG, LONG);
        next(events);
        state.record.add(IntStream.range(0, 5000)
                .mapToObj(i -> FakeRecord.change("app/" + i, 100 + i, Operation.SET, "-", "x"))
                .toArray(KvChanges.Change[]::new));
        for (var i = 0; i < 5000; i++) {
            assertThat(next(events)).startsWith("id: " + (100 + i) + "\n");
        }
        events.cancel();
    }
}
