package engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import engine.durable.LogSetup;
import engine.durable.Unkept;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.ddata.DistributedData;
import org.apache.pekko.cluster.ddata.Replicator;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.testkit.javadsl.TestKit;

/**
 * A cluster of one, its replicator shared by all stores, of which the last one attached is told what the replica learns: each
 * test has a store and names of its own.
 */
final class OneNode implements AutoCloseable {
    static final Duration DEADLINE = Duration.ofSeconds(10);
    private final AtomicReference<Consumer<List<Learned>>> tap = new AtomicReference<>(_ -> {});
    private final ActorTestKit kit;

    OneNode() {
        var setup = new LogSetup(new Unkept(), news -> tap.get().accept(news), why -> {
            throw new AssertionError(why);
        });
        var config = ConfigFactory.parseString("pekko.remote.artery.canonical { hostname = \"127.0.0.1\", port = 0 }")
                .withFallback(setup.config())
                .withFallback(ConfigFactory.parseResources("cluster.conf"))
                .withFallback(ConfigFactory.parseResources("pekko.conf"))
                .withFallback(ConfigFactory.defaultReference())
                .resolve();
        var bootstrap = BootstrapSetup.create(config).withDefaultExecutionContext(FairThreads.context());
        this.kit = ActorTestKit.create(
                ActorSystem.create(Behaviors.empty(), "store", ActorSystemSetup.create(bootstrap, setup)));
        var cluster = Cluster.get(kit.system());
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
        kit.createTestProbe().awaitAssert(DEADLINE, () -> {
            assertThat(cluster.selfMember().status()).isEqualTo(MemberStatus.up());
            return Done.done();
        });
    }

    ActorTestKit kit() {
        return kit;
    }

    /** From now on what the replica learns is told to this store. */
    void attach(ActorRef<Store.Command> store) {
        tap.set(news -> store.tell(new Store.Learn(news)));
        store.tell(new Store.Attach(replicator(), Peers.NONE));
    }

    private org.apache.pekko.actor.ActorRef replicator() {
        return DistributedData.get(Adapter.toClassic(kit.system())).replicator();
    }

    @Override
    public void close() {
        kit.shutdownTestKit();
    }

    /** What the replicator holds. */
    Bucket bucket(Key key) {
        var probe = new TestKit(Adapter.toClassic(kit.system()));
        replicator().tell(new Replicator.Get<>(key.bucket().replicated(), Replicator.readLocal()), probe.getRef());
        var answer = (Replicator.GetSuccess<?>) probe.expectMsgClass(Replicator.GetResponse.class);
        return (Bucket) answer.dataValue();
    }
}
