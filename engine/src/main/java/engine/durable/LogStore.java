package engine.durable;

import com.typesafe.config.Config;
import engine.state.Bucket;
import engine.state.Learned;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.cluster.ddata.DurableStore.DurableDataEnvelope;
import org.apache.pekko.cluster.ddata.DurableStore.LoadAll$;
import org.apache.pekko.cluster.ddata.DurableStore.LoadAllCompleted$;
import org.apache.pekko.cluster.ddata.DurableStore.LoadData;
import org.apache.pekko.cluster.ddata.DurableStore.Store;
import org.apache.pekko.cluster.ddata.DurableStore.StoreReply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The durable store of Distributed Data, on a {@link Journal}, and so the one place that sees everything that the replica holds
 * anew. What waits in the mailbox is written and forced together, and only then told and answered. Runs on a thread of its own, for it blocks on the disk. Pekko makes it by reflection.
 */
final class LogStore extends AbstractActor {
    private static final Logger LOG = LoggerFactory.getLogger(LogStore.class);
    /** A batch is ended when it has so many bytes: memory, and the time that the first of it waits. */
    private static final int MAX_BATCH = 8 << 20;

    private enum Flush {
        INSTANCE
    }

    /** @param failure empty when it was written */
    private record SnapshotEnded(long size, String failure) {}

    private final Journal log;
    private final Consumer<List<Learned>> tap;
    private final Consumer<String> fatal;
    private final List<StoreReply> unanswered = new ArrayList<>();
    private final List<Learned> untold = new ArrayList<>();
    private boolean flushing;

    /** @param settings not used: what the log needs comes with {@link LogSetup} */
    LogStore(Config settings) {
        var setup = getContext()
                .getSystem()
                .settings()
                .setup()
                .get(LogSetup.class)
                .orElseThrow(
                        () -> new IllegalStateException("durable keys need a LogSetup, not only " + settings.origin()));
        this.log = setup.journal();
        this.tap = setup.tap();
        this.fatal = setup.fatal();
    }

    @Override
    public Receive createReceive() {
        return receiveBuilder()
                .match(Store.class, this::store)
                .matchEquals(Flush.INSTANCE, _ -> {
                    flushing = false;
                    flush();
                })
                .match(SnapshotEnded.class, this::snapshotEnded)
                .matchEquals(LoadAll$.MODULE$, _ -> load())
                .build();
    }

    private void load() {
        Map<String, DurableDataEnvelope> data = new HashMap<>();
        log.buckets().forEach((name, bucket) -> data.put(name, new DurableDataEnvelope(bucket)));
        if (!data.isEmpty()) {
            var loaded = new LoadData(scala.collection.immutable.Map.from(CollectionConverters.asScala(data)));
            getSender().tell(loaded, getSelf());
        }
        getSender().tell(LoadAllCompleted$.MODULE$, getSelf());
    }

    private void store(Store request) {
        var reply = request.reply();
        if (!(request.data().data() instanceof Bucket bucket)) {
            throw new IllegalArgumentException("only buckets are durable, not " + request.key());
        }
        var changes = log.append(request.key(), bucket);
        if (!changes.isEmpty()) {
            untold.add(new Learned(request.key(), bucket, changes));
        }
        if (reply.isDefined()) {
            // Also one that changes nothing waits for those before it: it may rest on what they wrote.
            unanswered.add(reply.get());
        }
        if (log.waiting() >= MAX_BATCH || (log.waiting() == 0 && untold.isEmpty())) {
            flush();
        } else if (!flushing) {
            flushing = true;
            getSelf().tell(Flush.INSTANCE, getSelf());
        }
    }

    private void flush() {
        try {
            log.flush();
            if (!untold.isEmpty()) {
                tap.accept(List.copyOf(untold));
                untold.clear();
            }
            unanswered.forEach(reply -> reply.replyTo().tell(reply.successMsg(), getSelf()));
            unanswered.clear();
            log.snapshotDue().ifPresent(this::write);
        } catch (IOException e) {
            fail(e);
        }
    }

    private void write(Snapshot snapshot) {
        var self = getSelf();
        Thread.ofPlatform().daemon().name("state-snapshot").start(() -> {
            SnapshotEnded end;
            try {
                end = new SnapshotEnded(snapshot.write(), "");
            } catch (IOException | RuntimeException e) {
                end = new SnapshotEnded(0, e.getClass().getSimpleName() + ": " + e.getMessage());
            }
            self.tell(end, self);
        });
    }

    private void snapshotEnded(SnapshotEnded end) {
        if (end.failure().isEmpty()) {
            LOG.info("{}: a snapshot of {} bytes stands in place of the log before it", log.place(), end.size());
            log.snapshotWritten(end.size());
        } else {
            LOG.error(
                    "{}: no snapshot could be written, the log goes on growing: {}. Free space on the disk.",
                    log.place(),
                    end.failure());
            log.snapshotFailed();
        }
    }

    /** After a failed write or force nobody knows what is on disk: the kernel may have dropped it and report success next time. */
    private void fail(IOException e) {
        unanswered.clear();
        getContext().become(receiveBuilder().matchAny(_ -> {}).build());
        fatal.accept(
                ("%s: the state cannot be written: %s. Nothing more is acknowledged and the agent ends. Free space on the disk or"
                                + " mend it, then start the agent again: all that was acknowledged is kept.")
                        .formatted(log.place(), e.getMessage()));
    }
}
