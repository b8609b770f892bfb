package engine.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import engine.durable.LogSetup;
import engine.state.Store;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.ddata.DistributedData;
import org.apache.pekko.io.TcpMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What of a server belongs to the cluster: an actor system with the replica of the state and the membership. A server that is
 * no longer a member can end it and start another, while all else goes on.
 */
public final class ClusterSystem implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterSystem.class);

    /** The same on every server: Pekko's remoting refuses messages for a system of another name. */
    static final String NAME = "engine";

    private final ActorSystem<Replication.Command> system;
    private final Cluster cluster;
    private final AtomicReference<ClusterView> view;

    private ClusterSystem(ActorSystem<Replication.Command> system, AtomicReference<ClusterView> view) {
        this.system = system;
        this.cluster = Cluster.get(Adapter.toClassic(system));
        this.view = view;
    }

    /**
     * What it works with.
     *
     * @param id this node's id
     * @param name this node's name
     * @param config of the actor system
     * @param log the journal of the replica
     * @param beside the agent's actor system, whose threads it shares
     * @param store told of the replica, and served by it
     * @param seen told of every change of the cluster
     * @param residents actors that live in it, by their names, which the other servers know
     */
    public record Ports(
            String id,
            String name,
            Config config,
            LogSetup log,
            ActorSystem<?> beside,
            ActorRef<Store.Command> store,
            Consumer<ClusterView> seen,
            Map<String, Behavior<?>> residents) {}

    /**
     * Starts one; it is no member of anything yet.
     *
     * @throws org.apache.pekko.remote.RemoteTransportException when its port cannot be opened
     */
    public static ClusterSystem start(Ports ports) {
        var roles = ConfigFactory.parseMap(Map.of("pekko.cluster.roles", ClusterWatch.roles(ports.id(), ports.name())));
        var bootstrap = BootstrapSetup.create(roles.withFallback(ports.config()))
                .withDefaultExecutionContext(ports.beside().executionContext());
        var setup = ActorSystemSetup.create(bootstrap, ports.log());
        var unknown = ClusterView.none("", 0);
        var view = new AtomicReference<>(unknown);
        var system = ActorSystem.create(guardian(ports, view), NAME, setup);
        var started = new ClusterSystem(system, view);
        // Unless the watch has seen more already.
        view.compareAndSet(unknown, ClusterWatch.none(started.cluster));
        var replicator = DistributedData.get(Adapter.toClassic(system)).replicator();
        ports.store().tell(new Store.Attach(replicator, changes -> system.tell(new Replication.Push(changes))));
        return started;
    }

    /** The guardian is the replication itself, at a path that every server knows. */
    private static Behavior<Replication.Command> guardian(Ports ports, AtomicReference<ClusterView> view) {
        return Behaviors.setup(ctx -> {
            var replication = ctx.spawn(Replication.create(ports.store()), Replication.NAME);
            ports.residents().forEach((name, behavior) -> ctx.spawn(behavior, name));
            ctx.spawn(
                    ClusterWatch.create(seen -> {
                        ViewLog.news(view.getAndSet(seen), seen).forEach(LOG::info);
                        replication.tell(new Replication.View(seen));
                        ports.seen().accept(seen);
                    }),
                    "watch");
            return Behaviors.receiveMessage(command -> {
                replication.tell(command);
                return Behaviors.same();
            });
        });
    }

    /** The actor system itself. */
    public ActorSystem<?> actors() {
        return system;
    }

    /** The cluster as it is seen from here. */
    public ClusterView view() {
        return view.get();
    }

    /** Becomes the first member of a new cluster. */
    public void joinSelf() {
        cluster.join(cluster.selfAddress());
    }

    /** Joins the cluster that servers belong to; {@code host:port} each. */
    public void join(List<String> addresses) {
        cluster.joinSeedNodes(addresses.stream().map(this::address).toList());
    }

    /** Declares a server gone for good, whatever incarnation of it is a member. */
    public void down(String address) {
        cluster.down(address(address));
    }

    /**
     * Aborts all connections to other servers. Artery makes them anew within a second, and has no way of its own to be asked to; what
     * is on its way is lost, which everything that uses them expects.
     */
    public void reconnect() {
        var classic = Adapter.toClassic(system);
        classic.actorSelection("/system/IO-TCP/selectors/*/*")
                .tell(TcpMessage.abort(), org.apache.pekko.actor.ActorRef.noSender());
    }

    /** Leaves the cluster in order; the system ends when the others know. */
    public CompletionStage<Done> leave() {
        cluster.leave(cluster.selfAddress());
        return ended();
    }

    /** Done when it has ended, whoever ended it. */
    public CompletionStage<Done> ended() {
        return system.getWhenTerminated();
    }

    /** Ends it at once, without telling the others. */
    @Override
    public void close() {
        system.terminate();
    }

    private Address address(String text) {
        var colon = text.lastIndexOf(':');
        return new Address("pekko", NAME, text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }
}
