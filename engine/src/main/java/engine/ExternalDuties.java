package engine;

import engine.external.Duties;
import engine.external.Prober;
import engine.state.CatalogView;
import engine.state.Key;
import engine.state.Value.Standing;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who probes for nodes without an agent, as a server sees it: the designated agents that are alive, and where there are none, the
 * servers that are. Without a majority of the servers nobody does: what the others find would be as good as what is found here, and
 * the two would contradict each other.
 */
final class ExternalDuties {
    /** Worked out no more often for those who ask all the time. */
    private static final Duration FRESH = Duration.ofMillis(500);

    private final Members members;
    private final InstantSource clock;
    private @Nullable Worked last;

    /** @param index of the nodes and checks of the catalog that it was worked out from */
    private record Worked(long index, List<Prober> probers, Instant at, Duties duties) {}

    ExternalDuties(Members members, InstantSource clock) {
        this.members = members;
        this.clock = clock;
    }

    /** As they are now. */
    synchronized Duties now() {
        var catalog = members.published().current().catalog();
        var probers = probers(catalog);
        var index = Math.max(catalog.nodesAt(), catalog.checksAt());
        if (last == null || last.index() != index || !last.probers().equals(probers)) {
            last = new Worked(index, probers, clock.instant(), Duties.of(catalog, probers, this::isAgent));
        }
        return last.duties();
    }

    /** As they are now, or were a moment ago. */
    synchronized Duties lately() {
        return last != null && clock.instant().isBefore(last.at().plus(FRESH)) ? last.duties() : now();
    }

    private boolean isAgent(String node) {
        return members.find(node)
                .filter(member -> member.standing() != Standing.LEFT)
                .isPresent();
    }

    private List<Prober> probers(CatalogView catalog) {
        if (!members.hasMajority()) {
            return List.of();
        }
        var alive = members.published().current().members().values().stream()
                .filter(members::alive)
                .toList();
        var designated = alive.stream()
                .filter(member -> Designation.of(meta(catalog, member.name())) == Designation.YES)
                .toList();
        var chosen = !designated.isEmpty()
                ? designated
                : alive.stream()
                        .filter(member ->
                                member.server() && Designation.of(meta(catalog, member.name())) == Designation.UNSAID)
                        .toList();
        return chosen.stream()
                .map(member -> new Prober(member.name(), Designation.runsScripts(meta(catalog, member.name()))))
                .toList();
    }

    private static Map<String, String> meta(CatalogView catalog, String node) {
        var state = catalog.nodes().get(Key.fold(node));
        var meta = state == null || state.node() == null
                ? null
                : state.node().value().meta();
        return meta == null ? Map.of() : meta;
    }
}
