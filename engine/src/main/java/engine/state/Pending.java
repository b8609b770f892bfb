package engine.state;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.pattern.StatusReply;
import org.jspecify.annotations.Nullable;

/** A change on its way through the replicator: the buckets it touches, and which of them have not answered yet. */
final class Pending {

    /** Who is told how it ended. */
    interface Asker {
        /** @param refused whether a condition did not hold */
        void done(boolean refused);

        void failed(String why);
    }

    /** Tells an actor. */
    static Asker telling(ActorRef<StatusReply<Boolean>> replyTo) {
        return new Asker() {
            @Override
            public void done(boolean refused) {
                replyTo.tell(StatusReply.success(!refused));
            }

            @Override
            public void failed(String why) {
                replyTo.tell(StatusReply.error(why));
            }
        };
    }

    /** Goes on once it has succeeded; what fails is left to the repair between servers. */
    static Asker then(Runnable next) {
        return new Asker() {
            @Override
            public void done(boolean refused) {
                next.run();
            }

            @Override
            public void failed(String why) {}
        };
    }

    /** Goes on however it ends. */
    static Asker after(Runnable next) {
        return new Asker() {
            @Override
            public void done(boolean refused) {
                next.run();
            }

            @Override
            public void failed(String why) {
                next.run();
            }
        };
    }

    private final Map<BucketId, UnaryOperator<Bucket>> open = new LinkedHashMap<>();
    private final List<Batch> batches = new ArrayList<>();
    private final Asker asker;
    private @Nullable String failure;

    Pending(Asker asker) {
        this.asker = asker;
    }

    void add(BucketId bucket, Batch batch) {
        batches.add(batch);
        add(bucket, batch::apply);
    }

    void add(BucketId bucket, UnaryOperator<Bucket> change) {
        open.put(bucket, change);
    }

    /** What has not been answered. */
    Map<BucketId, UnaryOperator<Bucket>> open() {
        return open;
    }

    /** @param failed null for a success */
    void answered(BucketId bucket, @Nullable String failed) {
        open.remove(bucket);
        if (failed != null) {
            failure = failed;
        }
    }

    /** What it changed; known once nothing is open. */
    List<Change> changes() {
        return batches.stream().flatMap(batch -> batch.changes().stream()).toList();
    }

    void end() {
        if (failure != null) {
            asker.failed(failure);
        } else {
            asker.done(batches.stream().anyMatch(Batch::refused));
        }
    }
}
