package engine.durable;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import engine.state.Bucket;
import engine.state.Learned;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.setup.Setup;
import org.apache.pekko.cluster.ddata.DurableStore;
import org.apache.pekko.cluster.ddata.DurableStore.DurableDataEnvelope;
import org.jspecify.annotations.Nullable;
import scala.Option;

/** Hands the log to the actor that Distributed Data makes by the name of its class; part of the actor system's set-up. */
public final class LogSetup extends Setup {
    private final Journal journal;
    private final Consumer<List<Learned>> tap;
    /** Names of buckets that this agent keeps for itself begin so. */
    private static final String LOCAL = "local-";

    private final Consumer<String> fatal;
    private final Map<String, Bucket> local = new HashMap<>();
    private @Nullable ActorRef store;

    /**
     * @param tap told what the replica holds anew, in order, before whoever wrote it is answered; must not block
     * @param fatal ends the process: the sentence that it is told says why nothing more can be written
     */
    public LogSetup(Journal journal, Consumer<List<Learned>> tap, Consumer<String> fatal) {
        this.journal = journal;
        this.tap = tap;
        this.fatal = fatal;
    }

    /** Where the store of Distributed Data runs: what blocks on a disk has a thread of its own. */
    public Config config() {
        var durable = "pekko.cluster.distributed-data.durable.";
        return ConfigFactory.parseMap(Map.of(
                durable + "use-dispatcher",
                journal instanceof Unkept ? "pekko.actor.default-dispatcher" : durable + "pinned-store"));
    }

    /**
     * Keeps a bucket of this agent's own, not known to Distributed Data. It is on disk before any write to Distributed Data
     * that is begun after this call is acknowledged.
     */
    public synchronized void keep(String name, Bucket bucket) {
        local.put(LOCAL + name, bucket);
        if (store != null) {
            keep(store, LOCAL + name, bucket);
        }
    }

    private static void keep(ActorRef store, String name, Bucket bucket) {
        store.tell(new DurableStore.Store(name, new DurableDataEnvelope(bucket), Option.empty()), ActorRef.noSender());
    }

    /** The buckets of Distributed Data as they were before, by name. */
    public Map<String, Bucket> buckets() {
        var buckets = new HashMap<>(journal.buckets());
        buckets.keySet().removeIf(LogSetup::isLocal);
        return buckets;
    }

    /** What was kept under a name before. */
    public Bucket kept(String name) {
        return journal.buckets().getOrDefault(LOCAL + name, Bucket.EMPTY);
    }

    static boolean isLocal(String name) {
        return name.startsWith(LOCAL);
    }

    /** There is a new one whenever the cluster system is started anew; what the one before did not come to is told again. */
    synchronized void started(ActorRef actor) {
        store = actor;
        local.forEach((name, bucket) -> keep(actor, name, bucket));
    }

    Journal journal() {
        return journal;
    }

    Consumer<List<Learned>> tap() {
        return tap;
    }

    Consumer<String> fatal() {
        return fatal;
    }
}
