package engine.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class RolloutOrderPropertiesTest {
    @Property(tries = 300)
    void everyOrderHasEachNodeOnceAndIsTheSameAgain(
            @ForAll("fleets") Map<String, Map<String, String>> nodes, @ForAll long seed) {
        for (var order :
                List.of(new RolloutOrder.ByName(), new RolloutOrder.Spread("zone"), new RolloutOrder.Shuffled(seed))) {
            var arranged = order.arrange(nodes);

            assertThat(arranged).containsExactlyInAnyOrderElementsOf(nodes.keySet());
            assertThat(order.arrange(new HashMap<>(nodes))).isEqualTo(arranged);
        }
        assertThat(new RolloutOrder.ByName().arrange(nodes)).isSorted();
    }

    @Property(tries = 300)
    void spreadTakesZonesInTurnAsLongAsTheyHaveNodes(@ForAll("fleets") Map<String, Map<String, String>> nodes) {
        Function<String, String> zone =
                name -> nodes.getOrDefault(name, Map.of()).getOrDefault("zone", "");
        var arranged = new RolloutOrder.Spread("zone").arrange(nodes);

        for (int i = 0; i <= arranged.size(); i++) {
            var taken = arranged.subList(0, i).stream().collect(Collectors.groupingBy(zone, Collectors.counting()));
            var left = arranged.subList(i, arranged.size()).stream().map(zone).collect(Collectors.toSet());
            long most = taken.values().stream().mapToLong(n -> n).max().orElse(0);
            assertThat(left)
                    .allSatisfy(each -> assertThat(taken.getOrDefault(each, 0L)).isGreaterThanOrEqualTo(most - 1));
        }
    }

    @Example
    void seedsShuffleDifferently() {
        var nodes = Map.<String, Map<String, String>>of("a", Map.of(), "b", Map.of(), "c", Map.of(), "d", Map.of());

        assertThat(new RolloutOrder.Shuffled(1).arrange(nodes))
                .isNotEqualTo(new RolloutOrder.Shuffled(2).arrange(nodes));
    }

    @Provide
    Arbitrary<Map<String, Map<String, String>>> fleets() {
        var meta = Arbitraries.of(
                Map.<String, String>of(), Map.of("zone", "east"), Map.of("zone", "west"), Map.of("zone", "north"));
        return Arbitraries.maps(Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(3), meta)
                .ofMaxSize(12);
    }
}
