package engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.ddata.DistributedData;
import org.apache.pekko.cluster.ddata.Replicator;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.testkit.javadsl.TestKit;

/** A cluster of one, its replicator shared by all stores: each test has a store and names of its own. */
final class OneNode implements AutoCloseable {
    static final Duration DEADLINE = Duration.ofSeconds(10);
    private final ActorTestKit kit =
            ActorTestKit.create("store", ConfigFactory.parseString("""
                            pekko.actor.provider = cluster
                            pekko.actor.allow-java-serialization = off
                            pekko.actor.serializers.bucket = "engine.state.BucketSerializer"
                            pekko.actor.serialization-bindings {
                              "engine.state.Bucket" = bucket
                              "engine.state.BucketDelta" = bucket
                            }
                            pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                            pekko.cluster.jmx.enabled = off
                            pekko.coordinated-shutdown.exit-jvm = off
                            """).withFallback(ConfigFactory.load()));

    OneNode() {
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

    @Override
    public void close() {
        kit.shutdownTestKit();
    }

    /** What the replicator holds. */
    Bucket bucket(Key key) {
        var probe = new TestKit(Adapter.toClassic(kit.system()));
        DistributedData.get(Adapter.toClassic(kit.system()))
                .replicator()
                .tell(new Replicator.Get<>(key.bucket().replicated(), Replicator.readLocal()), probe.getRef());
        var answer = (Replicator.GetSuccess<?>) probe.expectMsgClass(Replicator.GetResponse.class);
        return (Bucket) answer.dataValue();
    }
}
