package engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** {@link CatalogView} against {@link NaiveCatalog} over any sequence of changes, those that change nothing included. */
class CatalogViewPropertiesTest {
    // Two that are one when case is folded, and two that only a comparison without a locale's rules holds for one.
    private static final List<String> NODES = List.of("n1", "N1", "b", "B2", "s", "ſ");
    private static final List<String> IDS = List.of("a", "A", "b", "i", "ı", "");
    private static final List<String> SERVICES = List.of("web", "Web", "db");

    @Provide
    Arbitrary<List<Change>> changes() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.of(NODES),
                        Arbitraries.of(IDS),
                        Arbitraries.of(SERVICES),
                        Arbitraries.of("v1", "v2").list().uniqueElements().ofMaxSize(2),
                        Arbitraries.oneOf(Arbitraries.just(""), Arbitraries.of(IDS)),
                        Arbitraries.longs().between(1, 60))
                .as(CatalogViewPropertiesTest::change)
                .list()
                .ofMinSize(1)
                .ofMaxSize(40);
    }

    private static Change change(
            int kind, String node, String id, String name, List<String> tags, String serviceId, long index) {
        return switch (kind) {
            case 0, 1 -> entry(new Key.Node(node), Catalogs.node(node, "10.0.0.1"), index);
            case 2 -> entry(new Key.Node(node), null, index);
            case 3, 4 -> entry(new Key.Service(node, id), Catalogs.service(node, id, name, tags), index);
            case 5 ->
                entry(new Key.Service(node, id), Catalogs.service(node, id, name, tags, List.of("a", "B")), index);
            case 6 -> entry(new Key.Service(node, id), null, index);
            case 7 -> entry(new Key.Check(node, id), Catalogs.check(node, id, serviceId, "passing"), index);
            case 8 ->
                entry(
                        new Key.Check(node, id),
                        Catalogs.check(node, id, serviceId, "passing").routing(index % 3 != 0),
                        index);
            default -> entry(new Key.Check(node, id), null, index);
        };
    }

    private static Change entry(Key key, @Nullable Value value, long index) {
        return new Change(key, new Entry(new Stamp(index, "w"), value == null ? 0 : index, index, value));
    }

    @Property(tries = 1000)
    void theViewIsWhatTheEntriesSay(@ForAll("changes") List<Change> changes) {
        var naive = new NaiveCatalog();
        var snapshot = Snapshot.startingAt(1);
        for (var change : changes) {
            var at = snapshot.nextIndex(change.entry().modifyIndex());
            snapshot = snapshot.with(change, at);
            naive.apply(change, at);
            agree(snapshot.catalog(), naive);
        }
    }

    @Property(tries = 1000)
    void anIndexMovesExactlyWhenWhatItStandsForDoes(@ForAll("changes") List<Change> changes) {
        var nodes = Set.of("n1", "b", "s", "ſ", "never");
        var services = Set.of("web", "db", "never");
        var naive = new NaiveCatalog();
        var snapshot = Snapshot.startingAt(7);
        for (var change : changes) {
            var indexesBefore = NaiveCatalog.indexes(snapshot.catalog(), nodes, services);
            var contentsBefore = naive.contents(nodes, services);
            var at = snapshot.nextIndex(change.entry().modifyIndex());
            snapshot = snapshot.with(change, at);
            naive.apply(change, at);
            var contents = naive.contents(nodes, services);
            NaiveCatalog.indexes(snapshot.catalog(), nodes, services).forEach((name, index) -> {
                var moved = !Objects.equals(contents.get(name), contentsBefore.get(name));
                assertThat(index)
                        .as("%s after %s", name, change)
                        .isEqualTo(moved ? (Long) at : indexesBefore.get(name));
            });
            assertThat(snapshot.index()).isEqualTo(at);
        }
    }

    private static void agree(CatalogView view, NaiveCatalog naive) {
        assertThat(view.nodes().values().stream()
                        .map(NodeState::node)
                        .filter(Objects::nonNull)
                        .toList())
                .isEqualTo(naive.nodes());
        for (var name : NODES) {
            var state = view.node(name);
            assertThat(state == null ? null : state.node()).isEqualTo(naive.node(name));
            if (state != null) {
                assertThat(state.services().values()).isEqualTo(naive.servicesOf(name));
                assertThat(state.checks().values()).isEqualTo(naive.checksOf(name));
            }
        }
        for (var name : SERVICES) {
            assertThat(view.service(name).instances()).isEqualTo(naive.instances(name));
        }
        assertThat(view.services().values())
                .allSatisfy(s -> assertThat(s.instances()).isNotEmpty());
    }
}
