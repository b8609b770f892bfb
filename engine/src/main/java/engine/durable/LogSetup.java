package engine.durable;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import engine.state.Bucket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.setup.Setup;
import org.apache.pekko.cluster.ddata.DurableStore;
import org.apache.pekko.cluster.ddata.DurableStore.DurableDataEnvelope;
import scala.Option;

/** Hands the log to the actor that Distributed Data makes by the name of its class; part of the actor system's set-up. */
public final class LogSetup extends Setup {
    private final StateLog log;
    /** Names of buckets that this agent keeps for itself begin so. */
    private static final String LOCAL = "local-";

    private final Consumer<String> fatal;
    private final CompletableFuture<ActorRef> store = new CompletableFuture<>();

    /** @param fatal ends the process: the sentence that it is told says why nothing more can be written */
    public LogSetup(StateLog log, Consumer<String> fatal) {
        this.log = log;
        this.fatal = fatal;
    }

    /** The settings by which Distributed Data keeps buckets durably. */
    public static Config config() {
        return ConfigFactory.parseMap(Map.of(
                "pekko.cluster.distributed-data.durable.keys", List.of("catalog-*", "kv-*", "events-*"),
                "pekko.cluster.distributed-data.durable.store-actor-class", LogStore.class.getName(),
                // These inherit from the ones above, and are not buckets.
                "pekko.cluster.typed.receptionist.distributed-data.durable.keys", List.of()));
    }

    /**
     * Keeps a bucket of this agent's own, not known to Distributed Data. It is on disk before any write to Distributed Data
     * that is begun after this call is acknowledged.
     */
    public void keep(String name, Bucket bucket) {
        var request = new DurableStore.Store(LOCAL + name, new DurableDataEnvelope(bucket), Option.empty());
        store.thenAccept(actor -> actor.tell(request, ActorRef.noSender()));
    }

    /** The buckets of Distributed Data as they were before. */
    public Collection<Bucket> buckets() {
        var buckets = new ArrayList<Bucket>();
        log.buckets().forEach((name, bucket) -> {
            if (!isLocal(name)) {
                buckets.add(bucket);
            }
        });
        return buckets;
    }

    /** What was kept under a name before. */
    public Bucket kept(String name) {
        return log.buckets().getOrDefault(LOCAL + name, Bucket.EMPTY);
    }

    static boolean isLocal(String name) {
        return name.startsWith(LOCAL);
    }

    void started(ActorRef actor) {
        store.complete(actor);
    }

    StateLog log() {
        return log;
    }

    Consumer<String> fatal() {
        return fatal;
    }
}
