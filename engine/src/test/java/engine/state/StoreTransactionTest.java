package engine.state;

import static engine.state.Catalogs.check;
import static engine.state.Catalogs.node;
import static engine.state.Catalogs.service;
import static engine.state.StoreProbe.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What transactions do to the catalog, on a cluster of one. */
class StoreTransactionTest {
    private static final OneNode NODE = new OneNode();
    private final StoreProbe store = new StoreProbe(NODE);

    @AfterAll
    static void shutDown() {
        NODE.close();
    }

    /** What a transaction that does this would write. */
    private Delta planned(Consumer<CatalogDraft> does) {
        return store.look(draft -> {
            does.accept(draft);
            return Delta.of(List.of(draft.taken()));
        });
    }

    /** Does it, beside a key; done when the replica has it. */
    private void done(Delta delta, String key) {
        var kept = new CompletableFuture<Done>();
        var change = new Change(new Key.Kv(key), new Entry(new Stamp(0, ""), 1, 1, text("v")));
        var show = new Store.Show(List.of(change), Optional.empty(), () -> {}, () -> {});
        store.tell(new Store.ShowWith(show, delta, () -> kept.complete(Done.done())));
        kept.orTimeout(10, TimeUnit.SECONDS).join();
        assertThat(store.write(List.of())).isTrue();
    }

    @Test
    void keysAndTheCatalogAreShownAtOnceAndOnceOnly() {
        var delta = planned(draft -> {
            draft.put(new Key.Node("tx1"), node("tx1", "10.0.0.1"));
            draft.put(new Key.Service("tx1", "w"), service("tx1", "w", "tx-web", List.of("a")));
        });
        assertThat(store.after()).isEmpty();
        done(delta, "tx/a");
        assertThat(store.after()).hasSize(1);
        var shown = store.after().getFirst();
        assertThat(shown.catalog().service("tx-web").instances()).hasSize(1);
        assertThat(shown.kv().entries().get("tx/a")).isNotNull();
        var entry = Objects.requireNonNull(NODE.bucket(new Key.Node("tx1")).get(new Key.Node("tx1").text()));
        assertThat(Objects.requireNonNull(Objects.requireNonNull(shown.catalog().node("tx1"))
                                .node())
                        .modifyIndex())
                .isEqualTo(entry.modifyIndex());
    }

    @Test
    void doneAgainItChangesNothingOfTheCatalog() {
        var delta = planned(draft -> draft.put(new Key.Node("tx2"), node("tx2", "10.0.0.1")));
        done(delta, "tx/b");
        store.register(node("tx2", "10.0.0.2"));
        done(delta, "tx/b");
        assertThat(Objects.requireNonNull(
                                Objects.requireNonNull(store.current().catalog().node("tx2"))
                                        .node())
                        .value()
                        .address())
                .isEqualTo("10.0.0.2");
        assertThat(store.changes().stream().filter(change -> change.key().equals(new Key.Node("tx2"))))
                .hasSize(2);
    }

    @Test
    void aRegistrationAfterItIsAboveIt() {
        done(planned(draft -> draft.put(new Key.Node("tx3"), node("tx3", "10.0.0.2"))), "tx/c");
        store.register(node("tx3", "10.0.0.3"));
        String address = store.look(draft -> Objects.requireNonNull(
                        Objects.requireNonNull(draft.catalog().node("tx3")).node())
                .value()
                .address());
        assertThat(address).isEqualTo("10.0.0.3");
    }

    @Test
    void aDraftSeesItsOwnDeeds() {
        store.register(node("tx4", "a"), service("tx4", "w", "tx4-web", List.of()), check("tx4", "c", "w", "passing"));
        var delta = planned(draft -> {
            draft.put(new Key.Node("tx4"), node("tx4", "a"));
            assertThat(draft.taken().isEmpty()).isTrue();
            draft.delete(new Key.Service("tx4", "w"));
            assertThat(Objects.requireNonNull(draft.catalog().node("tx4"))
                            .checks()
                            .size())
                    .isZero();
            draft.put(new Key.Service("tx4", "v"), service("tx4", "v", "tx4-web", List.of()));
            draft.delete(new Key.Node("tx4"));
            assertThat(draft.catalog().node("tx4")).isNull();
        });
        done(delta, "tx/d");
        assertThat(store.current().catalog().node("tx4")).isNull();
        store.register(node("tx4", "b"));
        assertThat(Objects.requireNonNull(store.current().catalog().node("tx4"))
                        .services()
                        .size())
                .isZero();
    }

    @Test
    void aDerivedCheckOutlivesItsNode() {
        store.register(node("tx5", "a"));
        store.derive(check("tx5", "serfHealth", "", "passing"));
        done(planned(draft -> draft.delete(new Key.Node("tx5"))), "tx/e");
        store.register(node("tx5", "b"));
        assertThat(Objects.requireNonNull(store.current().catalog().node("tx5"))
                        .checks()
                        .size())
                .isEqualTo(1);
    }

    @Test
    void whatIsOldIsLeftOut() {
        var delta = planned(draft -> draft.put(new Key.Node("tx6"), node("tx6", "a")));
        assertThat(delta.since(Instant.now().minusSeconds(60)).size()).isEqualTo(1);
        assertThat(delta.since(Instant.now().plusSeconds(60)).size()).isZero();
    }
}
