package engine.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DependenciesPropertiesTest {

    private static final List<String> IDS = List.of("a", "b", "c", "d", "e");

    @Property
    void aCycleIsFoundWhereThereIsOneAndIsAWay(@ForAll("definitions") List<CheckDefinition> definitions) {
        var present = new HashMap<String, CheckDefinition>();
        for (var definition : definitions) {
            var others = new HashMap<>(present);
            others.put(definition.id(), definition);
            var cycle = Dependencies.cycle(definition, id -> Optional.ofNullable(present.get(id)));
            assertThat(cycle.isPresent())
                    .isEqualTo(reachable(definition.id(), others).contains(definition.id()));
            cycle.ifPresent(way -> isAWay(way, definition.id(), others));
            if (cycle.isEmpty()) {
                present.put(definition.id(), definition);
            }
        }
    }

    private static void isAWay(List<String> way, String id, Map<String, CheckDefinition> all) {
        assertThat(way.getFirst()).isEqualTo(id);
        assertThat(way.getLast()).isEqualTo(id);
        assertThat(way).hasSizeGreaterThan(1);
        for (int n = 1; n < way.size(); n++) {
            assertThat(Dependencies.of(Objects.requireNonNull(all.get(way.get(n - 1)))))
                    .contains(way.get(n));
        }
    }

    private static Set<String> reachable(String from, Map<String, CheckDefinition> all) {
        var reached = new HashSet<String>();
        for (int n = 0; n <= IDS.size(); n++) {
            for (var id : IDS) {
                if ((id.equals(from) || reached.contains(id)) && all.containsKey(id)) {
                    reached.addAll(Dependencies.of(Objects.requireNonNull(all.get(id))));
                }
            }
        }
        return reached;
    }

    @Provide
    Arbitrary<List<CheckDefinition>> definitions() {
        var ids = Arbitraries.of(IDS);
        return Combinators.combine(ids, ids.list().ofMaxSize(2), ids.list().ofMaxSize(2))
                .as((id, needs, parts) -> definition(id, needs, parts))
                .list()
                .ofMaxSize(8);
    }

    static CheckDefinition definition(String id, List<String> needs, List<String> parts) {
        return with(
                Definitions.of(
                        id,
                        parts.isEmpty() ? new CheckSpec.Ttl(Duration.ofHours(1)) : new CheckSpec.Combined(true, parts),
                        Policy.IMMEDIATE),
                needs);
    }

    static CheckDefinition with(CheckDefinition d, List<String> needs) {
        var none = CheckOptions.NONE;
        return with(
                d,
                new CheckOptions(
                        none.jitter(),
                        none.initialDelay(),
                        none.exitCodes(),
                        none.flapping(),
                        needs,
                        none.onFail(),
                        true));
    }

    static CheckDefinition with(CheckDefinition d, CheckOptions options) {
        return new CheckDefinition(
                d.id(),
                d.name(),
                d.notes(),
                d.serviceId(),
                d.spec(),
                d.interval(),
                d.timeout(),
                d.initialStatus(),
                d.policy(),
                d.outputMaxSize(),
                d.deregisterCriticalServiceAfter(),
                options);
    }
}
