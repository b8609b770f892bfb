package engine.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import engine.durable.LogSetup;
import engine.durable.Unkept;
import engine.state.EventBound;
import engine.state.Key;
import engine.state.Op;
import engine.state.Published;
import engine.state.Snapshot;
import engine.state.Store;
import engine.state.Value;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.japi.function.Function;
import org.apache.pekko.pattern.StatusReply;
import org.apache.pekko.util.ByteString;

/** A server of a cluster without its edges: state, replication, membership. */
final class TestServer implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private final String name;
    private final ActorSystem<Void> edge;
    private final Published published;
    private final ActorRef<Store.Command> store;
    private final LogSetup log;
    private final Config more;
    private ClusterSystem system;

    TestServer(String name, Config more) {
        this.name = name;
        this.more = more;
        edge = ActorSystem.create(Behaviors.empty(), "agent", over(ConfigFactory.empty()));
        published = Published.from(1, List.of());
        store = edge.systemActorOf(
                Store.create(published, Map.of(), InstantSource.system(), name, new EventBound(1_000)),
                "store",
                Props.empty());
        log = new LogSetup(new Unkept(), news -> store.tell(new Store.Learn(news)), why -> {
            throw new AssertionError(why);
        });
        system = start(0);
    }

    private ClusterSystem start(int port) {
        var config = more.withFallback(ConfigFactory.parseString("""
                        pekko.remote.artery.canonical { hostname = "127.0.0.1", port = %d }
                        pekko.remote.artery.advanced.test-mode = on
                        """.formatted(port)))
                .withFallback(log.config())
                .withFallback(ConfigFactory.parseResources("cluster.conf"));
        return ClusterSystem.start(
                new ClusterSystem.Ports("id-of-" + name, name, over(config), log, edge, store, _ -> {}, Map.of()));
    }

    private static Config over(Config config) {
        return config.withFallback(ConfigFactory.parseResources("pekko.conf"))
                .withFallback(ConfigFactory.defaultReference())
                .resolve();
    }

    String name() {
        return name;
    }

    ClusterSystem system() {
        return system;
    }

    String address() {
        return system.view().self();
    }

    Snapshot state() {
        return published.current();
    }

    Published published() {
        return published;
    }

    ActorRef<Store.Command> store() {
        return store;
    }

    /** Ends the cluster system without a word to the others, and starts another at the same port. */
    void restart() {
        var port = Integer.parseInt(address().substring(address().lastIndexOf(':') + 1));
        system.close();
        system.ended().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
        system = start(port);
    }

    CompletableFuture<Boolean> ask(Function<ActorRef<StatusReply<Boolean>>, Store.Command> question) {
        return AskPattern.<Store.Command, Boolean>askWithStatus(store, question, DEADLINE, edge.scheduler())
                .toCompletableFuture();
    }

    CompletableFuture<Boolean> write(Op... ops) {
        return ask(replyTo -> new Store.Write(List.of(ops), replyTo));
    }

    CompletableFuture<Boolean> kv(String key, ByteString value) {
        return write(new Op.Put(new Key.Kv(key), new Value.Kv(value, 0)));
    }

    CompletableFuture<Boolean> node(String node, String address) {
        return write(new Op.Put(new Key.Node(node), new Value.Node("", node, address, null, null)));
    }

    /** Nothing passes between this server and the other any more. */
    void cut(TestServer other) {
        Wires.cut(system, other.address());
        Wires.cut(other.system, address());
    }

    /** What this server sends to the other is lost. */
    void cutOneWay(TestServer other) {
        Wires.cutSending(system, other.address());
    }

    void heal(TestServer other) {
        Wires.heal(system, other.address());
        Wires.heal(other.system, address());
    }

    @Override
    public void close() {
        system.close();
        system.ended().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
        edge.terminate();
        edge.getWhenTerminated()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }
}
