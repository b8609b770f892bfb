package engine.coordinates;

import engine.http.Coordinates;
import engine.http.Position;
import engine.link.AgentPortClient;
import engine.link.HostPort;
import engine.state.Change;
import engine.state.Key;
import engine.state.Published;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;

/** The coordinates on a server: its own, which it measures, and those that all nodes tell. */
public final class ServerCoordinates {
    private final String self;
    private final Published published;
    private final Supplier<Map<String, HostPort>> servers;
    private final CoordinateTable table;
    private final HttpCoordinates http;

    /**
     * @param self name of this node
     * @param servers agent ports of all servers, by name
     */
    public ServerCoordinates(String self, Published published, Supplier<Map<String, HostPort>> servers) {
        this.self = self;
        this.published = published;
        this.servers = servers;
        this.table = new CoordinateTable(
                InstantSource.system(), () -> published.current().index());
        this.http = new HttpCoordinates(
                self, table, published, () -> List.copyOf(servers.get().keySet()));
        published.subscribe((_, _, changes) -> changes.forEach(this::forget));
    }

    private void forget(Change change) {
        if (change.key() instanceof Key.Node(var node) && change.entry().value() == null) {
            table.forget(node);
        }
    }

    /** Begins to measure, and to ask the other servers. */
    public void begin(ActorSystem<?> system, AgentPortClient client) {
        var way = new LinkWay(system, client);
        var exchange = new Exchange(way, table);
        Consumer<Coordinate> here = coordinate -> table.put(self, "", coordinate);
        here.accept(Coordinate.ORIGIN);
        system.systemActorOf(
                RoundTrips.create(
                        new RoundTrips.Ports(way, this::others, here, () -> {
                            exchange.ask(others());
                            table.sweep(node -> published.current().catalog().node(node) != null);
                        }),
                        RoundTrips.Pace.OF_SERVERS,
                        RandomGenerator.getDefault()),
                "round-trips",
                Props.empty());
    }

    private List<InetSocketAddress> others() {
        return servers.get().entrySet().stream()
                .filter(server -> !server.getKey().equals(self))
                .flatMap(server -> server.getValue().literal().stream())
                .toList();
    }

    /** As HTTP sees them. */
    public Coordinates http() {
        return http;
    }

    /** An index that grows with every change, not below that of the state. */
    public long changedAt() {
        return table.picture().changedAt();
    }

    /** Has somebody told when anything changes. */
    public void subscribe(Runnable changed) {
        table.subscribe(changed);
    }

    /** Where this node is. */
    public Position position() {
        return HttpCoordinates.position(table.picture().of(self).orElse(Coordinate.ORIGIN));
    }
}
