package engine.coordinates;

import engine.http.Position;
import engine.link.AgentPortClient;
import engine.link.Link;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;

/** Where a client agent is: it measures the way to its server, and every third time to another one. */
public final class AgentCoordinate {
    private static final int OTHER = 3;

    private final AtomicInteger rounds = new AtomicInteger();
    private volatile Coordinate here = Coordinate.ORIGIN;

    /** Begins to measure. */
    public void begin(ActorSystem<?> system, AgentPortClient client, Link link) {
        system.systemActorOf(
                RoundTrips.create(
                        new RoundTrips.Ports(
                                new LinkWay(system, client), () -> server(link), found -> here = found, () -> {}),
                        RoundTrips.Pace.OF_AGENTS,
                        RandomGenerator.getDefault()),
                "round-trips",
                Props.empty());
    }

    private List<InetSocketAddress> server(Link link) {
        var turn = rounds.getAndIncrement() % OTHER == OTHER - 1;
        return (turn ? link.otherServer().or(link::server) : link.server())
                .stream().toList();
    }

    /** Where it is, as far as it knows. */
    public Position position() {
        return HttpCoordinates.position(here);
    }
}
