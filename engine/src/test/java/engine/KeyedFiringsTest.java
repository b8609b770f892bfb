package engine;

import static org.assertj.core.api.Assertions.assertThat;

import engine.events.DeduplicationKey;
import engine.http.UserEvents;
import engine.state.Key;
import engine.state.Pictures;
import engine.state.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

final class KeyedFiringsTest {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final DeduplicationKey KEY = new DeduplicationKey("k", Duration.ofMinutes(1));

    private final Pictures pictures = new Pictures();

    private static Value.Event event(String id) {
        return new Value.Event(id, "deploy", ByteString.emptyByteString(), "", "", "", 1, NOW, "n1").keyed("k", 60_000);
    }

    private static CompletableFuture<UserEvents.Fired> fire(
            KeyedFirings firings, String id, CompletableFuture<UserEvents.Event> writing) {
        return firings.fire(id, "deploy", KEY, NOW, () -> writing).toCompletableFuture();
    }

    @Test
    void whileOneIsBeingWrittenAnotherWaitsForItAndIsAnsweredWithIt() {
        var firings = KeyedFirings.of(pictures.published());
        var writing = new CompletableFuture<UserEvents.Event>();
        var first = fire(firings, "e1", writing);
        var second = fire(firings, "e2", new CompletableFuture<>());
        assertThat(second).isNotDone();
        var event = HttpUserEvents.event(event("e1"));
        pictures.put(new Key.Event("e1"), event("e1"));
        writing.complete(event);
        assertThat(first).isCompletedWithValue(new UserEvents.Fired(event, false));
        assertThat(second).isCompletedWithValue(new UserEvents.Fired(event, true));
        assertThat(fire(firings, "e3", new CompletableFuture<>()))
                .isCompletedWithValue(new UserEvents.Fired(event, true));
    }

    @Test
    void oneThatCouldNotBeWrittenLeavesItsKeyToTheNext() {
        var firings = KeyedFirings.of(pictures.published());
        var first = fire(firings, "e1", CompletableFuture.failedFuture(new IllegalStateException("no disk")));
        assertThat(first).isCompletedExceptionally();
        var event = HttpUserEvents.event(event("e2"));
        assertThat(fire(firings, "e2", CompletableFuture.completedFuture(event)))
                .isCompletedWithValue(new UserEvents.Fired(event, false));
    }

    @Test
    void whatThereWasBeforeAStartCountsAndWhatIsDeletedDoesNot() {
        pictures.put(new Key.Event("e1"), event("e1"));
        var firings = KeyedFirings.of(pictures.published());
        assertThat(fire(firings, "e2", new CompletableFuture<>()).join().duplicate())
                .isTrue();
        pictures.delete(new Key.Event("e1"));
        var event = HttpUserEvents.event(event("e2"));
        assertThat(fire(firings, "e2", CompletableFuture.completedFuture(event))
                        .join()
                        .duplicate())
                .isFalse();
    }
}
