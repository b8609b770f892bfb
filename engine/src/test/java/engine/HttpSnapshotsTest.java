package engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import engine.http.Refusal;
import engine.snapshot.Origin;
import engine.snapshot.Restore;
import engine.state.Key;
import engine.state.Value;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class HttpSnapshotsTest {
    private static final ActorTestKit KIT = ActorTestKit.create();

    private final FakeStore store = new FakeStore(KIT);
    private final HttpSnapshots snapshots = new HttpSnapshots(
            store.pictures.published(),
            new Origin("s1", "dc1", "1"),
            new Restore(new Restore.Ports(
                    KIT.system(),
                    store.pictures.published(),
                    ops -> store.writes.write(ops, FakeStore.CONTEXT),
                    Optional.empty(),
                    1_000_000)),
            InstantSource.system());

    @AfterAll
    static void end() {
        KIT.shutdownTestKit();
    }

    private void put(String key, String value) {
        store.pictures.put(new Key.Kv(key), new Value.Kv(ByteString.fromString(value), 3));
    }

    @Test
    void whatWasSavedIsRestored() throws Exception {
        put("a", "1");
        var source = FakeStore.get(snapshots.save(FakeStore.CONTEXT));
        put("a", "2");
        put("b", "3");
        var archive = FakeStore.get(
                source.runWith(Sink.fold(ByteString.emptyByteString(), ByteString::concat), KIT.system()));
        FakeStore.get(snapshots.restore(Source.single(archive), FakeStore.CONTEXT));
        var keys = store.pictures.published().current().kv().entries();
        assertThat(keys.size()).isEqualTo(1);
        assertThat(Objects.requireNonNull(keys.get("a")).value())
                .isEqualTo(new Value.Kv(ByteString.fromString("1"), 3));
    }

    @Test
    void whatIsNoArchiveIsARefusedRequest() {
        assertThatThrownBy(() -> FakeStore.get(
                        snapshots.restore(Source.single(ByteString.fromString("junk")), FakeStore.CONTEXT)))
                .cause()
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.status()).isEqualTo(400))
                .hasMessageContaining("no snapshot archive");
    }

    @Test
    void aRefusedUploadStaysRefusedAsItWas() {
        Source<ByteString, ?> refused = Source.failed(new Refusal(413, "too large"));
        assertThatThrownBy(() -> FakeStore.get(snapshots.restore(refused, FakeStore.CONTEXT)))
                .hasStackTraceContaining("too large")
                .satisfies(failure -> assertThat(failure.getCause()).isInstanceOf(Refusal.class));
    }
}
