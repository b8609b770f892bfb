package engine.state;

import static engine.state.StoreProbe.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.pekko.Done;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What the store does over many writes: their order, and the forgetting of what is old. */
class StoreOrderTest {
    private static final OneNode NODE = new OneNode();
    private final StoreProbe store = new StoreProbe(NODE);

    @AfterAll
    static void shutDown() {
        NODE.close();
    }

    @Test
    void theOldestEventsAreForgottenWithTheirReceiptsAndRuns() {
        for (var i = 0; i < 40; i++) {
            var id = "event-" + i;
            var payload = ByteString.fromString("p" + i);
            store.write(
                    new Op.Put(
                            new Key.Event(id),
                            new Value.Event(id, "deploy", payload, "", "", "", i, Instant.EPOCH, "me")),
                    new Op.Put(new Key.Receipt(id, "Me"), new Value.Receipt(id, "Me", 1, "")),
                    new Op.Put(new Key.Run(id, "Me", "t"), run(id, "Me")));
            // What is forgotten is published by itself, after the write that was one too many.
            NODE.kit().createTestProbe().awaitAssert(OneNode.DEADLINE, () -> {
                assertThat(store.current().events().list()).hasSizeLessThanOrEqualTo(11);
                return Done.done();
            });
        }
        var kept = store.current().events().list();
        assertThat(kept).hasSizeBetween(10, 11);
        assertThat(kept.getLast().id()).isEqualTo("event-39");
        assertThat(kept.getFirst().lamportTime()).isEqualTo(40 - kept.size());
        assertThat(store.current().events().events().size()).isEqualTo(kept.size());
        for (var i = 0; i < 40 - kept.size(); i++) {
            var id = "event-" + i;
            var bucket = NODE.bucket(new Key.Event(id));
            for (var key : List.of(new Key.Event(id), new Key.Receipt(id, "me"), new Key.Run(id, "me", "t"))) {
                assertThat(bucket.get(key.text())).as(key.text()).isNull();
            }
        }
        assertThat(NODE.bucket(new Key.Event("event-39")).get("aevent-39\0me")).isNotNull();
        store.after();
    }

    @Test
    void inABurstEachOldEventIsForgottenOnce() {
        var asked = IntStream.range(0, 200)
                .mapToObj(i -> {
                    var id = "burst-" + i;
                    var none = ByteString.emptyByteString();
                    var event = new Value.Event(id, "deploy", none, "", "", "", i, Instant.EPOCH, "me");
                    return store.ask(
                            replyTo -> new Store.Write(List.of(new Op.Put(new Key.Event(id), event)), replyTo));
                })
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(asked).join();
        NODE.kit().createTestProbe().awaitAssert(OneNode.DEADLINE, () -> {
            assertThat(store.current().events().list()).hasSizeLessThanOrEqualTo(11);
            return Done.done();
        });
        assertThat(store.changes().stream()
                        .filter(change -> change.entry().value() == null)
                        .map(Change::key))
                .doesNotHaveDuplicates()
                .hasSize(200 - store.current().events().list().size());
        store.after();
    }

    /** Five keys, twenty writers, each waiting for its answer before it goes on. */
    @Test
    void underManyWritersPublicationsAreInOrderAndTheLastAcknowledgedStays() {
        var last = new String[20];
        var writers = IntStream.range(0, 20)
                .mapToObj(w -> CompletableFuture.runAsync(
                        () -> {
                            for (var i = 0; i < 50; i++) {
                                last[w] = w + " " + i;
                                assertThat(store.write(new Op.Put(new Key.Kv("busy/" + w % 5), text(last[w]))))
                                        .isTrue();
                            }
                        },
                        Thread::startVirtualThread))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(writers).join();

        // What becomes durable together is published together.
        assertThat(store.after()).hasSizeBetween(1, 1_000);
        assertThat(store.changes()).hasSize(1_000);
        for (var k = 0; k < 5; k++) {
            var key = new Key.Kv("busy/" + k);
            var changes = store.changes().stream()
                    .filter(change -> change.key().equals(key))
                    .toList();
            assertThat(changes).hasSize(200);
            assertThat(changes)
                    .extracting(change -> change.entry().modifyIndex())
                    .isSorted()
                    .doesNotHaveDuplicates();
            var shown = store.value("busy/" + k);
            assertThat(changes.getLast().entry().value()).isEqualTo(shown);
            assertThat(Objects.requireNonNull(NODE.bucket(key).get(key.text())).value())
                    .isEqualTo(shown);
            assertThat(Arrays.stream(last).map(StoreProbe::text)).contains(shown);
        }
    }

    /** A counter that is raised by compare and set loses nothing and counts nothing twice. */
    @Test
    void underManyWritersAConditionHoldsForOneOnly() {
        var raised = new AtomicInteger();
        store.write(new Op.Put(new Key.Kv("counter"), text("0")));
        var writers = IntStream.range(0, 10)
                .mapToObj(_ -> CompletableFuture.runAsync(
                        () -> {
                            for (var i = 0; i < 50; i++) {
                                var known = store.stored("counter");
                                var next =
                                        Integer.parseInt(known.value().bytes().utf8String()) + 1;
                                if (store.write(
                                        new Op.PutIf(new Key.Kv("counter"), text("" + next), known.modifyIndex()))) {
                                    raised.incrementAndGet();
                                }
                            }
                        },
                        Thread::startVirtualThread))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(writers).join();
        assertThat(store.value("counter")).isEqualTo(text("" + raised.get()));
        assertThat(store.after()).hasSize(1 + raised.get());
    }

    private static Value.Run run(String event, String node) {
        return new Value.Run(
                event,
                node,
                "t",
                "ended",
                true,
                OptionalInt.of(0),
                "",
                "",
                Instant.EPOCH,
                Optional.of(Instant.EPOCH),
                Optional.of(Instant.EPOCH));
    }
}
