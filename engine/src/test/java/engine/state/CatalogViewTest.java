package engine.state;

import static engine.state.Catalogs.check;
import static engine.state.Catalogs.node;
import static engine.state.Catalogs.service;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogViewTest {
    private Snapshot snapshot = Snapshot.startingAt(1);

    @Test
    void instancesAreInOrderOfNodeAndIdWithoutRegardToCase() {
        for (var name : List.of("b", "A", "a2", "B2")) {
            put(node(name, "10.0.0.1"));
            put(service(name, "w2", "web", List.of()));
            put(service(name, "W1", "web", List.of()));
        }
        assertThat(snapshot.catalog().service("WEB").instances())
                .extracting(
                        i -> i.node().value().name() + " " + i.service().value().id())
                .containsExactly("A W1", "A w2", "a2 W1", "a2 w2", "b W1", "b w2", "B2 W1", "B2 w2");
    }

    @Test
    void anInstanceHasTheChecksOfItsNodeFirstThenItsOwn() {
        put(node("n", "10.0.0.1"));
        put(check("n", "a-own", "W", "passing"));
        put(service("n", "w", "web", List.of()));
        put(check("n", "z-node", "", "passing"));
        put(check("n", "b-other", "x", "critical"));
        var instance = snapshot.catalog().service("web").instances().getFirst();
        assertThat(instance.checks()).extracting(c -> c.value().id()).containsExactly("z-node", "a-own");
        assertThat(instance.hasCheck("critical")).isFalse();
        put(check("n", "z-node", "", "critical"));
        assertThat(snapshot.catalog().service("web").instances().getFirst().hasCheck("critical"))
                .isTrue();
    }

    @Test
    void aServiceRenamedUnderTheSameIdLeavesItsOldName() {
        put(node("n", "10.0.0.1"));
        put(service("n", "w", "web", List.of()));
        put(service("n", "w", "shop", List.of()));
        assertThat(snapshot.catalog().service("web").instances()).isEmpty();
        assertThat(snapshot.catalog().service("web").instancesAt()).isEqualTo(snapshot.index());
        assertThat(snapshot.catalog().service("shop").instances()).hasSize(1);
    }

    @Test
    void aNodesServicesAreUnseenWhileItIsNotRegistered() {
        put(service("n", "w", "web", List.of()));
        assertThat(snapshot.catalog().service("web").instances()).isEmpty();
        assertThat(snapshot.catalog().node("n")).isNull();
        assertThat(snapshot.catalog().servicesAt()).isEqualTo(1);
        put(node("N", "10.0.0.1"));
        assertThat(snapshot.catalog().service("web").instances()).hasSize(1);
        delete(new Key.Node("n"));
        assertThat(snapshot.catalog().service("web").instances()).isEmpty();
        assertThat(snapshot.catalog().servicesAt()).isEqualTo(snapshot.index());
        put(node("n", "10.0.0.2"));
        assertThat(snapshot.catalog().service("web").instances()).hasSize(1);
    }

    @Test
    void aCheckThatMovesToAnotherServiceLeavesTheOldOne() {
        put(node("n", "10.0.0.1"));
        put(service("n", "w", "web", List.of()));
        put(service("n", "d", "db", List.of()));
        put(check("n", "c", "w", "critical"));
        put(check("n", "c", "d", "critical"));
        assertThat(snapshot.catalog().service("web").instances().getFirst().checks())
                .isEmpty();
        assertThat(snapshot.catalog().service("db").instances().getFirst().checks())
                .hasSize(1);
    }

    @Test
    void aCheckMovesTheHealthOfItsServiceAndNothingElse() {
        put(node("n", "10.0.0.1"));
        put(service("n", "w", "web", List.of()));
        put(service("n", "d", "db", List.of()));
        put(check("n", "c", "w", "passing"));
        var before = snapshot.catalog();
        put(check("n", "c", "w", "critical"));
        var after = snapshot.catalog();
        assertThat(after.service("web").healthAt()).isEqualTo(snapshot.index());
        assertThat(after.service("web").instancesAt())
                .isEqualTo(before.service("web").instancesAt());
        assertThat(after.service("db")).isEqualTo(before.service("db"));
        assertThat(after.nodesAt()).isEqualTo(before.nodesAt());
        assertThat(after.nodeAt("n")).isEqualTo(before.nodeAt("n"));
        assertThat(after.servicesAt()).isEqualTo(before.servicesAt());
        assertThat(after.nodeChecksAt("n")).isEqualTo(snapshot.index());
        assertThat(after.checksAt()).isEqualTo(snapshot.index());
    }

    @Test
    void noIndexOfANodeGoesBackWhenItReturns() {
        put(node("n", "10.0.0.1"));
        delete(new Key.Node("n"));
        var gone = snapshot.catalog().nodeChecksAt("n");
        put(node("n", "10.0.0.1"));
        assertThat(snapshot.catalog().nodeChecksAt("n")).isGreaterThan(gone);
        assertThat(snapshot.catalog().nodeAt("n")).isGreaterThan(gone);
    }

    @Test
    void aDeleteOfWhatWasNeverKnownDisturbsNobody() {
        put(node("n", "10.0.0.1"));
        var before = snapshot.catalog();
        delete(new Key.Check("n", "never"));
        delete(new Key.Service("n", "never"));
        delete(new Key.Node("never"));
        assertThat(snapshot.catalog()).isEqualTo(before);
    }

    @Test
    void aTagThatAnotherInstanceHasTooDoesNotMoveTheListOfServices() {
        put(node("n", "10.0.0.1"));
        put(service("n", "w1", "web", List.of("v1")));
        var listed = snapshot.catalog().servicesAt();
        put(service("n", "w2", "web", List.of("v1")));
        assertThat(snapshot.catalog().servicesAt()).isEqualTo(listed);
        put(service("n", "w2", "web", List.of("v1", "v2")));
        assertThat(snapshot.catalog().servicesAt()).isEqualTo(snapshot.index());
    }

    /** A client may hold an index from before a restart: nothing that it asks for may answer with a smaller one. */
    @Test
    void afterARestartEveryIndexGoesOnFromWhereItWas() {
        var restarted = Snapshot.startingAt(5_000);
        var catalog = restarted.catalog();
        assertThat(List.of(
                        restarted.index(),
                        catalog.nodesAt(),
                        catalog.servicesAt(),
                        catalog.checksAt(),
                        catalog.nodeAt("n"),
                        catalog.nodeChecksAt("n"),
                        catalog.service("web").instancesAt(),
                        catalog.service("web").healthAt(),
                        restarted.kv().keyAt("k"),
                        restarted.kv().prefixAt(""),
                        restarted.events().listAt()))
                .containsOnly(5_000L);
    }

    private void put(Value value) {
        snapshot = snapshot.with(Catalogs.put(value, 1), snapshot.index() + 1);
    }

    private void delete(Key key) {
        snapshot = snapshot.with(Catalogs.delete(key, 1), snapshot.index() + 1);
    }
}
