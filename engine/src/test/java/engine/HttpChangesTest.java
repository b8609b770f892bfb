package engine;

import static org.assertj.core.api.Assertions.assertThat;

import engine.http.Topic;
import engine.state.Key;
import engine.state.Pictures;
import engine.state.Value;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class HttpChangesTest {
    private final Pictures pictures = new Pictures();
    private final HttpChanges changes = new HttpChanges(pictures.published());
    private final AtomicInteger woken = new AtomicInteger();

    HttpChangesTest() {
        pictures.published().subscribe(changes);
    }

    private long index() {
        return pictures.published().current().index();
    }

    private void set(String key, String value) {
        pictures.put(new Key.Kv(key), Records.kv(value));
    }

    @Test
    void aChangeBeforeTheWaitWakesAtOnce() {
        var index = index();
        set("a", "1");
        changes.await(new Topic.Key("a"), index, woken::incrementAndGet);
        assertThat(woken).hasValue(1);
        set("a", "2");
        assertThat(woken).hasValue(1);
    }

    @Test
    void aClosedWaitIsNotWokenAndClosingTwiceIsNothing() throws Exception {
        var wait = changes.await(new Topic.Key("a"), index(), woken::incrementAndGet);
        wait.close();
        wait.close();
        set("a", "1");
        assertThat(woken).hasValue(0);
    }

    @Test
    void receiptsInOneEntryWakeWhoWaitsForTheirEventsAndNobodyElse() {
        for (var id : List.of("a", "b", "c")) {
            pictures.put(
                    new Key.Event(id),
                    new Value.Event(id, "deploy", ByteString.emptyByteString(), "", "", "", 1, Instant.EPOCH, "n"));
        }
        var other = new AtomicInteger();
        changes.await(new Topic.Runs("a"), index(), woken::incrementAndGet);
        changes.await(new Topic.Runs("b"), index(), woken::incrementAndGet);
        changes.await(new Topic.History(), index(), woken::incrementAndGet);
        changes.await(new Topic.Runs("c"), index(), other::incrementAndGet);
        var batch = new Value.Receipts(
                "one", List.of(new Value.Receipt("a", "n", 0, ""), new Value.Receipt("b", "n", 0, "")));
        pictures.put(batch.key(), batch);
        assertThat(woken).hasValue(3);
        assertThat(other).hasValue(0);
    }

    @Test
    void oneChangeWakesAllThatWaitForIt() {
        for (var i = 0; i < 100; i++) {
            changes.await(new Topic.Key("a"), index(), woken::incrementAndGet);
            changes.await(new Topic.KeyPrefix(""), index(), woken::incrementAndGet);
            changes.await(new Topic.Key("b"), index(), woken::incrementAndGet);
        }
        set("a", "1");
        assertThat(woken).hasValue(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "app", "app/", "app/x"})
    void aPrefixIsWokenByEveryKeyUnderItAndByItsDeletion(String prefix) {
        set("app/x", "1");
        for (var i = 0; i < 3; i++) {
            changes.await(new Topic.KeyPrefix(prefix), index(), woken::incrementAndGet);
            if (i == 1) {
                pictures.delete(new Key.Kv("app/x"));
            } else {
                set("app/x", "2");
            }
            assertThat(woken).hasValue(i + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"app/x/", "app/y", "b", "APP"})
    void aPrefixIsNotWokenByOtherKeys(String prefix) {
        changes.await(new Topic.KeyPrefix(prefix), index(), woken::incrementAndGet);
        set("app/x", "1");
        assertThat(woken).hasValue(0);
    }

    @Test
    void aWaitMayWaitAgainFromInsideItsWake() {
        var again = new AtomicReference<Runnable>(() -> {});
        again.set(() -> {
            woken.incrementAndGet();
            changes.await(new Topic.Key("a"), index(), again.get());
        });
        changes.await(new Topic.Key("a"), index(), again.get());
        set("a", "1");
        set("a", "2");
        assertThat(woken).hasValue(2);
    }

    /** Reader and writer take turns as fast as they can: the write falls before, into and after the start of the wait. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noChangeIsLostBetweenReadAndWait(boolean prefix) throws Exception {
        var rounds = 20_000;
        var topic = prefix ? new Topic.KeyPrefix("a") : new Topic.Key("a");
        var writes = new Semaphore(0);
        var writer = Thread.ofPlatform().start(() -> {
            for (var i = 0; i < rounds; i++) {
                writes.acquireUninterruptibly();
                set("a", "" + i);
            }
        });
        for (var i = 0; i < rounds; i++) {
            var wakes = new Semaphore(0);
            var index = index();
            writes.release();
            try (var _ = changes.await(topic, index, wakes::release)) {
                assertThat(wakes.tryAcquire(10, TimeUnit.SECONDS))
                        .describedAs("woken in round " + i)
                        .isTrue();
                assertThat(wakes.tryAcquire())
                        .describedAs("woken twice in round " + i)
                        .isFalse();
            }
        }
        writer.join();
    }
}
