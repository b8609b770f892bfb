package engine.durable;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import engine.state.Bucket;
import engine.state.Learned;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.pekko.actor.setup.Setup;

/** Hands the log to the actor that Distributed Data makes by the name of its class; part of the actor system's set-up. */
public final class LogSetup extends Setup {
    private final Journal journal;
    private final Consumer<List<Learned>> tap;
    private final Consumer<String> fatal;

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

    /** The buckets of Distributed Data as they were before, by name. */
    public Map<String, Bucket> buckets() {
        return journal.buckets();
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
