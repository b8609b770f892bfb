package engine.coordinates;

import engine.http.Coordinates;
import engine.http.Indexed;
import engine.http.Position;
import engine.http.Refusal;
import engine.state.CatalogView;
import engine.state.NodeState;
import engine.state.PersistentSortedMap;
import engine.state.Published;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** The coordinates as HTTP sees them: of registered nodes alone. */
final class HttpCoordinates implements Coordinates {
    /** So many measurements a second, of all agents together, a server wants at most. */
    private static final int RATE = 64;

    private static final Duration SHORTEST = Duration.ofSeconds(15);

    private final String self;
    private final CoordinateTable table;
    private final Published published;
    private final Supplier<List<String>> servers;
    private final String life = UUID.randomUUID().toString();
    private volatile Shown shown;

    /** What was made of one picture of the table and the nodes of one of the catalog. */
    private record Shown(
            CoordinateTable.Picture picture, PersistentSortedMap<NodeState> nodes, Indexed<List<Placed>> all) {}

    /** @param servers names of the servers */
    HttpCoordinates(String self, CoordinateTable table, Published published, Supplier<List<String>> servers) {
        this.self = self;
        this.table = table;
        this.published = published;
        this.servers = servers;
        this.shown = show(table.picture(), published.current().catalog());
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // the very same pictures are those of which it was made
    public Indexed<List<Placed>> all() {
        var picture = table.picture();
        var catalog = published.current().catalog();
        var last = shown;
        if (last.picture() != picture || last.nodes() != catalog.nodes()) {
            last = show(picture, catalog);
            shown = last;
        }
        return last.all();
    }

    private static Shown show(CoordinateTable.Picture picture, CatalogView catalog) {
        var all = new ArrayList<Placed>();
        for (var place : picture.places().values()) {
            var node = catalog.node(place.node());
            if (node != null && node.node() != null) {
                all.add(new Placed(node.node().value().name(), place.segment(), position(place.coordinate())));
            }
        }
        return new Shown(picture, catalog.nodes(), new Indexed<>(picture.changedAt(), List.copyOf(all)));
    }

    @Override
    public List<Placed> servers() {
        var picture = table.picture();
        return servers.get().stream()
                .map(name -> new Placed(name, "", position(picture.of(name).orElse(Coordinate.ORIGIN))))
                .toList();
    }

    @Override
    public Optional<ToDoubleFunction<String>> from(String node) {
        var picture = table.picture();
        return picture.of(node)
                .map(here -> name -> picture.of(name).map(here::distanceTo).orElse(Double.POSITIVE_INFINITY));
    }

    @Override
    public void tell(String node, String segment, Position position) {
        var coordinate = coordinate(position);
        if (published.current().catalog().node(node) != null) {
            table.put(node, segment, coordinate);
        }
    }

    @Override
    public Probed probed(String node, Position position) {
        tell(node, "", position);
        var picture = table.picture();
        var spread = Duration.ofMillis(published.current().catalog().nodes().size() * 1000L / RATE);
        return new Probed(
                self,
                position(picture.of(self).orElse(Coordinate.ORIGIN)),
                spread.compareTo(SHORTEST) > 0 ? spread : SHORTEST);
    }

    @Override
    public News since(String known, long version) {
        var picture = table.picture();
        return new News(
                life,
                picture.version(),
                picture.since(known.equals(life) ? version : 0).stream()
                        .map(place -> new Told(
                                new Placed(place.node(), place.segment(), position(place.coordinate())), place.stamp()))
                        .toList());
    }

    static Position position(Coordinate coordinate) {
        return new Position(coordinate.vector(), coordinate.error(), coordinate.adjustment(), coordinate.height());
    }

    private static Coordinate coordinate(Position position) {
        try {
            return Coordinate.of(position.vector(), position.error(), position.adjustment(), position.height());
        } catch (IllegalArgumentException _) {
            throw new Refusal(400, "incompatible coordinate");
        }
    }
}
