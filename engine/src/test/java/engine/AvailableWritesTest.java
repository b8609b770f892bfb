package engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import engine.http.Refusal;
import engine.state.Key;
import engine.state.Stamp;
import engine.state.Value;
import java.util.Objects;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What is kept of a write without the majority, and how much of that. */
final class AvailableWritesTest {
    private static final ActorTestKit KIT = ActorTestKit.create();

    private final FakeStore store = new FakeStore(KIT);
    private final AvailableWrites writes = new AvailableWrites(store.pictures.published(), store.writes);

    @AfterAll
    static void end() {
        KIT.shutdownTestKit();
    }

    private static ByteString bytes(int size) {
        return ByteString.fromArray(new byte[size]);
    }

    private void fill(int keys, int size) {
        for (var i = 0; i < keys; i++) {
            store.pictures.learn(
                    new Key.Overlay("k" + i), new Stamp(i + 1, "s1"), new Value.Overlay(bytes(size), 0, 0, ""));
        }
    }

    private Value.Overlay waiting(String key) {
        var overlays = store.pictures.published().current().kv().overlays();
        return Objects.requireNonNull(overlays.entries().get(key)).value();
    }

    private boolean write(String key, int size) throws Exception {
        return FakeStore.get(writes.write(key, bytes(size), 0, FakeStore.CONTEXT));
    }

    private void isRefused(int status, String sentence, String key, int size) {
        assertThatThrownBy(() -> write(key, size))
                .cause()
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.status()).isEqualTo(status))
                .hasMessageContaining(sentence);
    }

    @Test
    void itRemembersWhatTheMajorityHad() throws Exception {
        store.pictures.put(new Key.Kv("k"), Records.kv("1"));
        var had = store.pictures.published().current().kv().modifyIndex("k");
        assertThat(had).isPositive();
        assertThat(write("k", 3)).isTrue();
        assertThat(waiting("k")).isEqualTo(new Value.Overlay(bytes(3), 0, had, ""));
        assertThat(FakeStore.get(writes.write("new", null, 0, FakeStore.CONTEXT)))
                .isTrue();
        assertThat(waiting("new")).isEqualTo(new Value.Overlay(null, 0, 0, ""));
    }

    @Test
    void thereIsALimitOfKeysAndThoseThatAreThereMayChange() throws Exception {
        fill(AvailableWrites.MOST, 1);
        isRefused(500, "at most 1000 keys with 16 MiB of values. Nothing was written.", "more", 1);
        assertThat(write("k7", 2)).isTrue();
    }

    @Test
    void thereIsALimitOfBytes() throws Exception {
        fill(15, 1 << 20);
        assertThat(write("a", 1 << 20)).isTrue();
        isRefused(500, "at most 1000 keys with 16 MiB of values. Nothing was written.", "b", 1);
        isRefused(500, "at most 1000 keys with 16 MiB of values. Nothing was written.", "k7", (1 << 20) + 1);
        assertThat(write("k7", 1)).isTrue();
        assertThat(write("b", 1)).isTrue();
    }

    @Test
    void whatTheLogCouldNotTakeIsRefused() {
        isRefused(400, "is too large: at most", "a", 3 << 19);
        isRefused(400, "Unicode", "\ud800", 1);
    }
}
