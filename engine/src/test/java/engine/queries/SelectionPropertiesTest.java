package engine.queries;

import static org.assertj.core.api.Assertions.assertThat;

import engine.http.PreparedQuery;
import engine.state.ServiceInstance;
import engine.state.Stored;
import engine.state.Value;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SelectionPropertiesTest {

    static ServiceInstance instance(String node, Map<String, String> meta, List<String> tags, String... statuses) {
        var service = new Value.Service(node, "id", "web", tags, "", Map.of(), meta, 80, 1, 1, false, null);
        return new ServiceInstance(
                stored(new Value.Node("", node, "10.0.0.1", null, meta)),
                stored(service),
                IntStream.range(0, statuses.length)
                        .mapToObj(i ->
                                stored(new Value.Check(node, "c" + i, "c", statuses[i], "", "", "id", "web", tags, "")))
                        .toList());
    }

    private static <V> Stored<V> stored(V value) {
        return new Stored<>(value, 1, 1, 1);
    }

    @Provide
    Arbitrary<List<ServiceInstance>> instances() {
        var status = Arbitraries.of("passing", "warning", "critical");
        var tags = Arbitraries.of("a", "A", "b", "c", "").list().ofMaxSize(3);
        var meta = Arbitraries.maps(Arbitraries.of("k", "l"), Arbitraries.of("1", "2"))
                .ofMaxSize(2);
        return Combinators.combine(
                        Arbitraries.of("n1", "n2", "n3"),
                        meta,
                        tags,
                        status.array(String[].class).ofMaxSize(3))
                .as(SelectionPropertiesTest::instance)
                .list()
                .ofMaxSize(8);
    }

    @Provide
    Arbitrary<PreparedQuery.Service> wanted() {
        var tags = Arbitraries.of("a", "B", "!a", "!C", "!", "")
                .list()
                .ofMaxSize(2)
                .injectNull(0.2);
        var meta = Arbitraries.maps(Arbitraries.of("k", "l"), Arbitraries.of("1", "2"))
                .ofMaxSize(1)
                .injectNull(0.3);
        var ignored = Arbitraries.of("c0", "c1").list().ofMaxSize(1).injectNull(0.3);
        return Combinators.combine(Arbitraries.of(true, false), ignored, tags, meta, meta)
                .as((passing, ids, wantedTags, nodeMeta, serviceMeta) ->
                        Queries.service("web", passing, ids, wantedTags, nodeMeta, serviceMeta));
    }

    /** Said in other words than the code says it. */
    private static boolean isWanted(ServiceInstance instance, PreparedQuery.Service wanted) {
        for (var check : instance.checks()) {
            var ids = wanted.ignoreCheckIds();
            var ignored = ids != null && ids.contains(check.value().id());
            var status = check.value().status();
            if (!ignored && (status.equals("critical") || (wanted.onlyPassing() && status.equals("warning")))) {
                return false;
            }
        }
        var tags = wanted.tags();
        for (var tag : tags == null ? List.<String>of() : tags) {
            var refused = tag.startsWith("!");
            var name = refused ? tag.substring(1) : tag;
            var there = instance.service().value().tags().stream().anyMatch(name::equalsIgnoreCase);
            if (there == refused) {
                return false;
            }
        }
        return holds(instance.node().value().meta(), wanted.nodeMeta())
                && holds(instance.service().value().meta(), wanted.serviceMeta());
    }

    private static boolean holds(@Nullable Map<String, String> meta, @Nullable Map<String, String> wanted) {
        return wanted == null || (meta != null && meta.entrySet().containsAll(wanted.entrySet()));
    }

    @Property
    void thoseAreTakenThatMeetAllConditions(
            @ForAll("instances") List<ServiceInstance> instances, @ForAll("wanted") PreparedQuery.Service wanted) {
        assertThat(Selection.of(instances, wanted))
                .containsExactlyElementsOf(instances.stream()
                        .filter(instance -> isWanted(instance, wanted))
                        .toList());
    }

    @Property
    void theOrderByChanceLosesNothing(
            @ForAll("instances") List<ServiceInstance> instances, @ForAll @IntRange(max = 10) int limit) {
        var ordered = Ordering.random(instances, limit, new Random(1));
        assertThat(ordered).hasSize(limit == 0 ? instances.size() : Math.min(limit, instances.size()));
        assertThat(instances).containsAll(ordered);
        if (limit == 0) {
            assertThat(ordered).containsExactlyInAnyOrderElementsOf(instances);
        }
    }

    @Property
    void whatIsOnTheNodeIsInFront(
            @ForAll("instances") List<ServiceInstance> instances, @ForAll @IntRange(max = 10) int limit) {
        var ordered = Ordering.near("n2", instances, limit, Distances.NONE, new Random(1)).stream()
                .map(instance -> instance.node().value().name())
                .toList();
        var there = instances.stream()
                .filter(instance -> instance.node().value().name().equals("n2"))
                .count();
        var first = (int) Math.min(there, ordered.size());
        assertThat(ordered.subList(0, first)).allMatch("n2"::equals);
        assertThat(ordered.subList(first, ordered.size())).noneMatch("n2"::equals);
    }

    @Test
    void distancesDecideBehindIt() {
        var instances = List.of(
                instance("n1", Map.of(), List.of()),
                instance("n2", Map.of(), List.of()),
                instance("n3", Map.of(), List.of()));
        Distances byName = (_, all) -> all.stream()
                .sorted((a, b) ->
                        b.node().value().name().compareTo(a.node().value().name()))
                .toList();
        assertThat(Ordering.near("n1", instances, 0, byName, new Random(1)))
                .extracting(instance -> instance.node().value().name())
                .containsExactly("n1", "n3", "n2");
        assertThat(Ordering.near("n9", instances, 2, byName, new Random(1)))
                .extracting(instance -> instance.node().value().name())
                .containsExactly("n3", "n2");
    }

    @Test
    void everyInstanceComesFirstAtTimes() {
        var instances = List.of(
                instance("n1", Map.of(), List.of()),
                instance("n2", Map.of(), List.of()),
                instance("n3", Map.of(), List.of()));
        var random = new Random(1);
        assertThat(IntStream.range(0, 300)
                        .mapToObj(_ -> Ordering.random(instances, 1, random)
                                .getFirst()
                                .node()
                                .value()
                                .name())
                        .distinct())
                .containsExactlyInAnyOrder("n1", "n2", "n3");
    }
}
