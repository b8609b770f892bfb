package engine.durable;

import com.typesafe.config.ConfigFactory;
import engine.state.EventBound;
import engine.state.FairThreads;
import engine.state.Op;
import engine.state.Peers;
import engine.state.Published;
import engine.state.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ddata.DistributedData;
import org.apache.pekko.japi.function.Function;
import org.apache.pekko.pattern.StatusReply;

/** A node whose state is kept by a log: one run of it, from its start to its end. */
final class DurableNode implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private final ActorTestKit kit;
    private final Published published;
    private final ActorRef<Store.Command> store;
    private final StateLog log;

    DurableNode(StateLog log, long index, int eventsKept, Consumer<String> fatal) {
        this.log = log;
        var attached = new CompletableFuture<ActorRef<Store.Command>>();
        var kept = new LogSetup(log, news -> attached.join().tell(new Store.Learn(news)), fatal);
        var config = ConfigFactory.parseString("pekko.remote.artery.canonical { hostname = \"127.0.0.1\", port = 0 }")
                .withFallback(kept.config())
                .withFallback(ConfigFactory.parseResources("cluster.conf"))
                .withFallback(ConfigFactory.parseResources("pekko.conf"))
                .withFallback(ConfigFactory.defaultReference())
                .resolve();
        var bootstrap = BootstrapSetup.create(config).withDefaultExecutionContext(FairThreads.context());
        this.kit = ActorTestKit.create(
                ActorSystem.create(Behaviors.empty(), "durable", ActorSystemSetup.create(bootstrap, kept)));
        this.published = Published.from(index, kept.buckets().values());
        this.store = kit.spawn(
                Store.create(published, kept.buckets(), InstantSource.system(), "me", new EventBound(eventsKept)));
        attached.complete(store);
        store.tell(new Store.Attach(
                DistributedData.get(Adapter.toClassic(kit.system())).replicator(), Peers.NONE));
    }

    Published published() {
        return published;
    }

    ActorRef<Store.Command> store() {
        return store;
    }

    <T> void spawn(Behavior<T> behavior) {
        kit.spawn(behavior);
    }

    CompletableFuture<Boolean> ask(Function<ActorRef<StatusReply<Boolean>>, Store.Command> command) {
        return AskPattern.<Store.Command, Boolean>askWithStatus(
                        store, command, DEADLINE, kit.system().scheduler())
                .toCompletableFuture();
    }

    CompletableFuture<Boolean> write(Op... ops) {
        return ask(replyTo -> new Store.Write(List.of(ops), replyTo));
    }

    @Override
    public void close() {
        kit.shutdownTestKit();
        log.close();
    }
}
